package org.engram.decoders.timeseries.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.engram.compute.validation.Score;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.decoders.classical.LinearDiscriminant;
import org.engram.decoders.simulation.SimulatedOddball;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.TrialSource;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.junit.jupiter.api.Test;

/** On a simulation whose classes differ from 0.15 to 0.25 s and from 0.28 to 0.52 s (and jitter), and nowhere else. */
class OverTimeDecodingTest {
    private static final Epochs EPOCHS = new SimulatedOddball(6, 32, 12, 3).epochs();

    /** Large waves, for those who learn from few trials of one person. */
    private static final Epochs STRONG = new SimulatedOddball(6, 32, 30, 3).epochs();

    private static OverTimeDecoding.Builder decoding(EpochProtocol protocol) {
        return OverTimeDecoding.builder(new LinearDiscriminant(), protocol).parallelism(Parallelism.of(2));
    }

    private static OverTimeResult decode(OverTimeDecoding.Builder options, Epochs epochs) throws IOException {
        return options.build().decode(epochs, epochs.table().orElseThrow(), "stimulus", "subject");
    }

    private static void requireInPlace(OverTimeResult result) {
        assertFalse(result.spans().isEmpty());
        for (OverTimeResult.Span span : result.spans()) {
            // Latencies of people differ by 12 ms and of trials by 8 ms (standard deviations).
            assertTrue(span.fromSeconds() > 0.1 && span.toSeconds() < 0.57, span.toString());
        }
        double peak = result.timesSeconds()[result.peak()];
        assertTrue(Math.min(Math.abs(peak - 0.2), Math.abs(peak - 0.4)) < 0.08, "peak at " + peak);
    }

    @Test
    void differencesAreFoundWhereTheyWerePlantedAcrossSubjects() throws IOException {
        OverTimeResult result = decode(decoding(EpochProtocol.CROSS_SUBJECT), EPOCHS);
        requireInPlace(result);
        assertEquals(2, result.spans().size(), result.spans().toString());
        assertEquals(6, result.groupScores().size());
        assertTrue(result.groupScores().containsKey("s01"), result.groupScores().keySet().toString());
        assertEquals(Score.ROC_AUC, result.score());
        assertTrue(result.test().orElseThrow().words().contains("6 subjects"));
        // The smallest p value of six subjects whose signs are all flipped.
        assertEquals(1.0 / 64, result.spans().get(0).p(), 1e-12);
    }

    @Test
    void eachSubjectIsDecodedByItselfWithinSessions() throws IOException {
        OverTimeResult result = decode(decoding(EpochProtocol.WITHIN_SESSION).folds(4), STRONG);
        requireInPlace(result);
        double[] mean = new double[result.timesSeconds().length];
        result.groupScores().values().forEach(scores -> Arrays.setAll(mean, t -> mean[t] + scores[0][t] / 6));
        assertArrayEquals(mean, result.scores()[0], 1e-12);
        OverTimeResult sessions = decode(decoding(EpochProtocol.CROSS_SESSION).session("session"), STRONG);
        requireInPlace(sessions);
    }

    @Test
    void whatIsLearnedAtTheFirstWaveDoesNotHoldAtTheSecond() throws IOException {
        OverTimeResult result = decode(decoding(EpochProtocol.CROSS_SUBJECT).generalising(true), EPOCHS);
        OverTimeResult sliding = decode(decoding(EpochProtocol.CROSS_SUBJECT), EPOCHS);
        assertTrue(result.isGeneralisation());
        assertArrayEquals(sliding.diagonal(), result.diagonal(), 1e-12);
        assertArrayEquals(sliding.test().orElseThrow().own(), result.test().orElseThrow().own(), 1e-12);
        int early = 40;
        int late = 60;
        assertEquals(0.2, result.timesSeconds()[early], 1e-9);
        assertEquals(0.4, result.timesSeconds()[late], 1e-9);
        assertTrue(result.scores()[late][late] > 0.7 && result.scores()[late][late + 4] > 0.65);
        assertTrue(result.scores()[early][late] < result.scores()[late][late] - 0.1);
        assertTrue(result.test().orElseThrow().significant()[late][late]);
    }

    @Test
    void nothingIsFoundWhereNothingIs() throws IOException {
        Epochs noise = new SimulatedOddball(6, 32, 0, 4).epochs();
        assertTrue(decode(decoding(EpochProtocol.CROSS_SUBJECT), noise).spans().isEmpty());
        assertTrue(decode(decoding(EpochProtocol.WITHIN_SESSION), noise).spans().isEmpty());
    }

    @Test
    void labelsArePermutedWhereThereAreFewSubjects() throws IOException {
        Epochs one = STRONG.selectTrials(IntStream.range(0, 32).toArray());
        OverTimeResult untested = decode(decoding(EpochProtocol.WITHIN_SESSION), one);
        assertTrue(untested.test().isEmpty());
        assertEquals("not-tested", untested.notices().get(untested.notices().size() - 1).code());
        OverTimeDecoding.Builder options = decoding(EpochProtocol.WITHIN_SESSION).windows(5, 5)
                .permutations(39).seed(1);
        OverTimeResult tested = decode(options, one);
        assertTrue(tested.test().orElseThrow().words().contains("39 permutations of labels"));
        requireInPlace(tested);
        // The same on one thread.
        assertArrayEquals(tested.test().get().own(),
                decode(options.parallelism(Parallelism.single()), one).test().orElseThrow().own());
    }

    @Test
    void aDiagnosisIsScoredByAccuracyAndPooledSplitsAreRefused() throws IOException {
        Table table = EPOCHS.table().orElseThrow();
        Table diagnosis = table.with(Column.ofText("stimulus", table.text("subject").stream()
                .map(name -> name.compareTo("s03") > 0 ? "patient" : "control").toList()));
        OverTimeResult result = decode(decoding(EpochProtocol.CROSS_SUBJECT).windows(20, 20),
                EPOCHS.toBuilder().table(diagnosis).build());
        assertEquals(Score.ACCURACY, result.score());
        assertTrue(result.test().isEmpty(),
                "subjects of one class cannot be compared with chance one by one");
        assertTrue(assertThrows(EngramException.class, () -> decode(decoding(EpochProtocol.POOLED), EPOCHS))
                .getMessage().contains("same subjects"));
    }

    @Test
    void samplesThatAreNoNumbersAreNamed() {
        TrialSource broken = (trial, channels, into) -> {
            EPOCHS.source().read(trial, channels, into);
            into[3][7] = trial == 5 ? Double.NaN : into[3][7];
        };
        Epochs epochs = EPOCHS.toBuilder().trials(EPOCHS.trials(), broken).build();
        String message = assertThrows(EngramException.class,
                () -> decode(decoding(EpochProtocol.CROSS_SUBJECT), epochs)).getMessage();
        assertTrue(message.contains("trial 5") && message.contains("F7") && message.contains("sample 7"),
                message);
    }
}
