package org.engram.preprocessing.electrophysiology.epoching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.signal.Butterworth;
import org.engram.compute.signal.ZeroPhaseFilter;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Position;
import org.engram.io.recording.Recording;
import org.engram.io.recording.TriggerEvent;
import org.engram.preprocessing.electrophysiology.Reference;
import org.engram.preprocessing.electrophysiology.events.Events;
import org.engram.preprocessing.electrophysiology.interpolation.ChannelInterpolation;
import org.engram.preprocessing.electrophysiology.interpolation.HeadSphere;
import org.engram.preprocessing.electrophysiology.rejection.PlausibilityGuard;
import org.engram.preprocessing.electrophysiology.rejection.autoreject.GlobalRejection;
import org.engram.preprocessing.electrophysiology.rejection.autoreject.LocalRejection;
import org.engram.preprocessing.electrophysiology.rejection.autoreject.LocalRepair;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;

/** The sample recording of EEGLAB: 32 channels at 128 Hz, 80 squares shown; its P300 is known. */
class EeglabSampleTest {
    private static Recording recording() throws Exception {
        FloatBuffer floats = ByteBuffer
                .wrap(Files.readAllBytes(RealData.path("eeg/eeglab_sample/eeglab_data.fdt")))
                .order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        Map<String, Object> facts = Reference.read("eeglab.json");
        List<String> names = Reference.texts(facts.get("names"));
        double[][] positions = Reference.matrix(facts.get("positions"));
        int count = floats.remaining() / names.size();
        Matrix samples = Matrix.zeros(count, names.size());
        for (int i = 0; i < samples.data().length; i++) {
            samples.data()[i] = floats.get(i) * 1e-6;
        }
        new ZeroPhaseFilter(Butterworth.order(4).bandPass(0.5, 30, 128)).filterInPlace(samples);
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            boolean eog = names.get(i).startsWith("EOG");
            Channel channel = Channel.of(names.get(i), eog ? ChannelType.EOG : ChannelType.EEG);
            channels.add(eog
                    ? channel
                    : channel.withPosition(new Position(positions[i][0], positions[i][1], positions[i][2])));
        }
        return Recording.of(channels, 128,
                IntStream.range(0, names.size()).mapToObj(samples::column).toArray(double[][]::new));
    }

    private static Events squares() {
        List<TriggerEvent> list = new ArrayList<>();
        for (double sample : Reference.vector(Reference.read("eeglab.json").get("squares"))) {
            list.add(new TriggerEvent((long) sample, 0, 1));
        }
        return new Events(list, Map.of("square", 1));
    }

    @Test
    void p300AtPz() throws Exception {
        Recording recording = recording();
        assertEquals(List.of(), PlausibilityGuard.check(recording));
        Epochs epochs = Epoching.builder(-0.2, 0.8).baseline(Baseline.untilZero()).build().cut(recording,
                squares());
        assertEquals(80, epochs.trialCount());
        Evoked mean = EvokedAverage.mean(epochs);
        EvokedAverage.Peak peak = EvokedAverage.peak(mean, EvokedAverage.Polarity.POSITIVE,
                new Epochs.TimeWindow(0.2, 0.7), recording.channel("Pz"));
        // The catalogue says about 30 uV at 0.43 s after a filter of 0.5 to 30 Hz of another design.
        assertEquals(0.43, peak.latencySeconds(), 0.02);
        assertEquals(30e-6, peak.amplitude(), 3e-6);
    }

    @Test
    void autorejectKeepsTheP300AndLosesTheWorstEpochs() throws Exception {
        Recording recording = recording();
        HeadSphere sphere = HeadSphere.fit(recording.channels());
        Epochs epochs = Epoching.builder(-0.2, 0.8).baseline(Baseline.untilZero()).build()
                .cut(recording, squares()).load();
        LocalRepair repair = LocalRejection.builder().build().fit(epochs, sphere);
        Epochs clean = repair.apply(epochs);
        assertTrue(clean.trialCount() > 50, clean.trialCount() + " of 80 epochs are kept");
        double limit = GlobalRejection.DEFAULT.fit(epochs, ChannelType.EEG).threshold();
        assertTrue(limit > 50e-6 && limit < 500e-6, "limit " + limit);
        EvokedAverage.Peak peak = EvokedAverage.peak(EvokedAverage.mean(clean),
                EvokedAverage.Polarity.POSITIVE,
                new Epochs.TimeWindow(0.2, 0.7), recording.channel("Pz"));
        assertEquals(0.43, peak.latencySeconds(), 0.03);
        assertTrue(peak.amplitude() > 20e-6, "P300 of " + peak.amplitude());
    }

    @Test
    void interpolatedPzIsCloseToTheMeasuredOne() throws Exception {
        Recording recording = recording();
        Recording bad = recording.withBadChannels(List.of("Pz"));
        double[] computed = ChannelInterpolation.of(bad.channels(), HeadSphere.fit(recording.channels()))
                .apply(bad)
                .read(new int[] {bad.channel("Pz")}, 0, 30_000)[0];
        double[] measured = recording.read(new int[] {bad.channel("Pz")}, 0, 30_000)[0];
        double product = 0;
        double ownComputed = 0;
        double ownMeasured = 0;
        for (int t = 0; t < computed.length; t++) {
            product += computed[t] * measured[t];
            ownComputed += computed[t] * computed[t];
            ownMeasured += measured[t] * measured[t];
        }
        // Five electrodes lie around it.
        assertTrue(product / Math.sqrt(ownComputed * ownMeasured) > 0.95,
                "correlation " + product / Math.sqrt(ownComputed * ownMeasured));
    }
}
