package org.engram.decoders.timeseries.realdata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.validation.CrossValidation;
import org.engram.compute.validation.GroupKFold;
import org.engram.compute.validation.StratifiedKFold;
import org.engram.decoders.classical.LinearDiscriminant;
import org.engram.io.array.mat.MatFile;
import org.engram.io.array.mat.MatNumbers;
import org.engram.io.array.mat.MatStruct;
import org.engram.io.array.mat.MatText;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Epochs.TimeWindow;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Recordings;
import org.engram.preprocessing.electrophysiology.epoching.Baseline;
import org.engram.preprocessing.electrophysiology.epoching.Epoching;
import org.engram.preprocessing.electrophysiology.epoching.EvokedAverage;
import org.engram.preprocessing.electrophysiology.events.AnnotationEvents;
import org.engram.preprocessing.electrophysiology.events.Events;
import org.engram.preprocessing.electrophysiology.filtering.FirDesign;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;

/** The sample recording of EEGLAB from its file to what is known about it: a P300, and what can and cannot be decoded. */
class EeglabSampleTest {
    private static Recording filtered() throws IOException {
        Recording recording = Recordings.read(RealData.path("eeg/eeglab_sample/eeglab_data.set"));
        return FirDesign.bandPass(0.5, 30, recording.samplingRateHz()).build().apply(recording);
    }

    private static Events squares(Recording recording) {
        return AnnotationEvents.builder().build().find(recording).select("square");
    }

    @Test
    void theP300AtPzIs30MicrovoltsAt430Milliseconds() throws IOException {
        Recording recording = filtered();
        Epochs epochs = Epoching.builder(-0.2, 0.8).baseline(Baseline.mean(-0.2, 0)).build().cut(recording,
                squares(recording));
        assertEquals(80, epochs.trialCount());
        Evoked evoked = EvokedAverage.mean(epochs);
        EvokedAverage.Peak peak = EvokedAverage.peak(evoked, EvokedAverage.Polarity.POSITIVE,
                new TimeWindow(0.2, 0.7),
                recording.channel("Pz"));
        assertEquals(0.43, peak.latencySeconds(), 0.01);
        assertEquals(30e-6, peak.amplitude(), 3e-6);
    }

    /** Mean of each channel in a window, one row a trial. */
    private static double[][] means(Epochs epochs, double from, double to) throws IOException {
        double[] times = epochs.times();
        double[][] rows = new double[epochs.trialCount()][epochs.channelCount()];
        for (int trial = 0; trial < rows.length; trial++) {
            double[][] x = epochs.read(trial);
            for (int c = 0; c < x.length; c++) {
                int used = 0;
                for (int t = 0; t < times.length; t++) {
                    if (times[t] >= from && times[t] < to) {
                        rows[trial][c] += x[c][t];
                        used++;
                    }
                }
                rows[trial][c] *= 1e6 / used;
            }
        }
        return rows;
    }

    @Test
    void responsesAreToldFromWhatWasBefore() throws IOException {
        Recording recording = filtered();
        Epochs epochs = Epoching.builder(-0.6, 0.8).build().cut(recording, squares(recording));
        double[][] before = means(epochs, -0.4, 0);
        double[][] after = means(epochs, 0.25, 0.65);
        List<double[]> rows = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (int trial = 0; trial < epochs.trialCount(); trial++) {
            rows.add(before[trial]);
            rows.add(after[trial]);
            labels.addAll(List.of("before", "after"));
            groups.addAll(List.of("trial " + trial, "trial " + trial));
        }
        double accuracy = CrossValidation.builder(new LinearDiscriminant(), new GroupKFold(10, "trial"))
                .build()
                .run(Matrix.ofRows(rows.toArray(double[][]::new)), Labels.of(labels), groups).score();
        assertTrue(accuracy >= 0.84 && accuracy <= 0.95, "response against baseline: " + accuracy);
    }

    @Test
    void thePositionOfTheSquareIsNearChance() throws IOException {
        Recording recording = filtered();
        Epochs epochs = Epoching.builder(-0.2, 0.8).baseline(Baseline.mean(-0.2, 0)).build().cut(recording,
                squares(recording));
        List<String> positions = positions();
        assertEquals(80, positions.size());
        List<double[]> rows = new ArrayList<>();
        double[][] early = means(epochs, 0.05, 0.25);
        double[][] late = means(epochs, 0.25, 0.65);
        for (int trial = 0; trial < 80; trial++) {
            double[] e = early[trial];
            double[] l = late[trial];
            rows.add(IntStream.range(0, 2 * e.length).mapToDouble(i -> i < e.length ? e[i] : l[i - e.length])
                    .toArray());
        }
        double accuracy = CrossValidation.builder(new LinearDiscriminant(), new StratifiedKFold(10)).build()
                .run(Matrix.ofRows(rows.toArray(double[][]::new)), Labels.of(positions), List.of()).score();
        // 80 trials: chance has a standard error of 0.056.
        assertEquals(0.5, accuracy, 0.13);
    }

    /** Which of two places each square stood at, from the field the recording's annotations have no room for. */
    private static List<String> positions() throws IOException {
        MatStruct eeg = (MatStruct) MatFile.read(RealData.path("eeg/eeglab_sample/eeglab_data.set"),
                name -> name.equals("EEG") || name.startsWith("EEG.event")).get("EEG");
        MatStruct events = (MatStruct) eeg.field("event").orElseThrow();
        List<String> positions = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (((MatText) events.field(i, "type").orElseThrow()).text().equals("square")) {
                positions.add(
                        "position " + ((MatNumbers) events.field(i, "position").orElseThrow()).number(0));
            }
        }
        return positions;
    }
}
