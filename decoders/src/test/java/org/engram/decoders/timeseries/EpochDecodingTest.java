package org.engram.decoders.timeseries;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.engram.compute.estimation.Labels;
import org.engram.compute.random.RandomStream;
import org.engram.compute.validation.Score;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.decoders.timeseries.evaluation.EpochDecoding;
import org.engram.decoders.timeseries.evaluation.EpochDecodingResult;
import org.engram.decoders.timeseries.evaluation.EpochProtocol;
import org.engram.decoders.timeseries.evaluation.LearningCurve;
import org.engram.decoders.timeseries.pipelines.EpochPipeline;
import org.engram.decoders.timeseries.pipelines.EpochPipelines;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Trial;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochDecodingTest {
    private static EpochDecoding.Builder decoding(String pipeline, EpochProtocol protocol) {
        return EpochDecoding.builder(EpochPipelines.named(pipeline), protocol);
    }

    @Test
    void motorImageryIsDecodedAndShuffledLabelsAreNot() {
        Simulation simulated = Simulation.motorImagery(200, 1, 11);
        EpochDecodingResult result = decoding("csp+lda", EpochProtocol.WITHIN_SESSION)
                .parallelism(Parallelism.of(2))
                .build().decode(simulated.epochs(), simulated.table(), "label", "subject");
        assertTrue(result.scores().accuracy() > 0.9, result.describe());
        assertEquals(Score.ROC_AUC, result.crossValidation().scoring());
        double sum = 0;
        int repeats = 8;
        for (int b = 0; b < repeats; b++) {
            List<String> labels = new ArrayList<>();
            for (int k : RandomStream.of(3, b).permutation(200)) {
                labels.add(simulated.table().text("label").get(k));
            }
            Table shuffled = Table.of(Column.ofText("label", labels), simulated.table().column("subject"));
            sum += decoding("csp+lda", EpochProtocol.WITHIN_SESSION).build()
                    .decode(simulated.epochs(), shuffled, "label", "subject").scores().accuracy() / repeats;
        }
        // The specified 0.5 +- 0.05; the mean of 8 shuffles of 200 trials has a standard error of about 0.015.
        assertEquals(0.5, sum, 0.05);
    }

    @Test
    void oddballIsDecoded() {
        Simulation simulated = Simulation.oddball(400, 5);
        EpochDecodingResult result = decoding("xdawncov+mdm", EpochProtocol.WITHIN_SESSION)
                .parallelism(Parallelism.of(2)).build()
                .decode(simulated.epochs(), simulated.table(), "label", "subject");
        assertTrue(result.scores().rocArea().getAsDouble() > 0.85, result.describe());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mdm", "fgmdm", "ts+lr", "ts+svm", "ts+lda", "ts+el", "logvar+lda", "ea+csp+lda",
            "ra+ts+lr", "ra+mdm"})
    void powerPipelinesWork(String name) {
        Simulation simulated = Simulation.motorImagery(80, 4, 21);
        EpochDecodingResult result = decoding(name, EpochProtocol.CROSS_SUBJECT)
                .parallelism(Parallelism.of(2)).build()
                .decode(simulated.epochs(), simulated.table(), "label", "subject");
        assertTrue(result.score() > 0.75, result.describe()); // chance is 0.5, the spread of 80 trials 0.06
        assertEquals(4, result.foldGroups().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"xdawn+lda", "xdawncov+ts+lr", "erpcov+mdm", "erpcov+ts+lr", "lda", "svm", "lr"})
    void responsePipelinesWork(String name) {
        Simulation simulated = Simulation.oddball(240, 8);
        EpochDecodingResult result = decoding(name, EpochProtocol.WITHIN_SESSION).folds(3)
                .parallelism(Parallelism.of(2)).build()
                .decode(simulated.epochs(), simulated.table(), "label", "subject");
        assertTrue(result.score() > 0.7, result.describe());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cca", "trca", "msetcca"})
    void flickerPipelinesWork(String name) {
        Simulation simulated = Simulation.flicker(new double[] {8, 9.5, 11, 13}, 8, 2);
        EpochDecodingResult result = decoding(name, EpochProtocol.WITHIN_SESSION).folds(4).build()
                .decode(simulated.epochs(), simulated.table(), "label", "subject");
        assertEquals(Score.ACCURACY, result.crossValidation().scoring());
        assertTrue(result.score() > 0.8, result.describe()); // chance is 0.25
    }

    @Test
    void augmentedCovarianceChoosesOrderInside() {
        Simulation simulated = Simulation.motorImagery(40, 2, 4);
        EpochDecodingResult result = decoding("acm+ts+svm", EpochProtocol.CROSS_SUBJECT)
                .channels(c -> Set.of("E0", "E1", "E2", "E3", "E4").contains(c.name()))
                .parallelism(Parallelism.of(2))
                .build().decode(simulated.epochs(), simulated.table(), "label", "subject");
        assertTrue(result.score() > 0.6, result.describe());
        assertTrue(result.notices().stream().anyMatch(n -> n.code().equals("chosen-classifier")));
    }

    @Test
    void splitsKeepTheirPromise() {
        Simulation simulated = Simulation.motorImagery(60, 3, 9);
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sessions.add(i % 20 < 10 ? "first" : "second");
        }
        Table table = simulated.table().with(Column.ofText("session", sessions));
        List<String> subjects = table.text("subject");
        EpochDecodingResult within = decoding("logvar+lda", EpochProtocol.WITHIN_SESSION).session("session")
                .build()
                .decode(simulated.epochs(), table, "label", "subject");
        assertEquals(30, within.foldScores().size()); // three subjects, two sessions, five folds
        within.crossValidation().folds().forEach(fold -> {
            int one = fold.split().test()[0];
            for (int i : fold.split().train()) {
                assertEquals(subjects.get(one) + sessions.get(one), subjects.get(i) + sessions.get(i));
            }
        });
        EpochDecodingResult across = decoding("logvar+lda", EpochProtocol.CROSS_SESSION).session("session")
                .build()
                .decode(simulated.epochs(), table, "label", "subject");
        assertEquals(6, across.foldScores().size());
        across.crossValidation().folds().forEach(fold -> {
            int one = fold.split().test()[0];
            for (int i : fold.split().train()) {
                assertEquals(subjects.get(one), subjects.get(i));
                assertTrue(!sessions.get(one).equals(sessions.get(i)));
            }
        });
        assertEquals(6, across.groupScores().size());
        Set<Integer> tested = new HashSet<>();
        within.crossValidation().folds()
                .forEach(f -> java.util.Arrays.stream(f.split().test()).forEach(tested::add));
        assertEquals(60, tested.size());
    }

    @Test
    void pooledIsRefusedUnlessAllowedByName() {
        Simulation simulated = Simulation.motorImagery(40, 4, 9);
        String message = assertThrows(EngramException.class,
                () -> decoding("logvar+lda", EpochProtocol.POOLED).build()
                        .decode(simulated.epochs(), simulated.table(), "label", "subject"))
                .getMessage();
        assertTrue(message.contains("same subjects") && message.contains("cross-subject"), message);
        EpochDecodingResult allowed = decoding("logvar+lda", EpochProtocol.POOLED).leakageAllowed(true)
                .build()
                .decode(simulated.epochs(), simulated.table(), "label", "subject");
        assertTrue(allowed.notices().stream().anyMatch(n -> n.code().equals("group-leakage")));
    }

    @Test
    void overlappingEpochsAreRefused() {
        Simulation simulated = Simulation.motorImagery(40, 1, 9);
        List<Trial> close = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            close.add(new Trial(i * 100L, 0, "")); // 256 samples long
        }
        Epochs epochs = simulated.epochs().toBuilder().trials(close, simulated.epochs().source()).build();
        String message = assertThrows(EngramException.class,
                () -> decoding("logvar+lda", EpochProtocol.WITHIN_SESSION)
                        .build().decode(epochs, simulated.table(), "label", "subject"))
                .getMessage();
        assertTrue(message.contains("overlapping epochs") && message.contains("100 samples apart"), message);
        decoding("logvar+lda", EpochProtocol.WITHIN_SESSION).leakageAllowed(true).build()
                .decode(epochs, simulated.table(), "label", "subject");
    }

    @Test
    void resultsDoNotDependOnThreadsAndPermutationsAreCounted() {
        Simulation simulated = Simulation.motorImagery(60, 3, 2);
        EpochDecodingResult[] results = new EpochDecodingResult[2];
        for (int threads = 1; threads <= 2; threads++) {
            results[threads - 1] = decoding("ra+mdm", EpochProtocol.CROSS_SUBJECT).permutations(9)
                    .headline(Score.BALANCED_ACCURACY).parallelism(Parallelism.of(threads)).build()
                    .decode(simulated.epochs(), simulated.table(), "label", "subject");
        }
        assertArrayEquals(results[0].crossValidation().folds().get(0).decisionValues().data(),
                results[1].crossValidation().folds().get(0).decisionValues().data(), 0);
        assertEquals(0.1, results[0].permutation().orElseThrow().pValue(), 1e-12); // 1 of 9 + 1
    }

    @Test
    void trainsOnOneFileAndTestsOnAnother() {
        Simulation simulated = Simulation.motorImagery(80, 4, 13);
        int[] first = java.util.stream.IntStream.range(0, 40).toArray();
        int[] second = java.util.stream.IntStream.range(40, 80).toArray();
        EpochDecoding decoding = decoding("ts+lr", EpochProtocol.CROSS_SUBJECT).build();
        EpochDecodingResult result = decoding.transfer(simulated.epochs().selectTrials(first),
                simulated.table().rows(first), simulated.epochs().selectTrials(second),
                simulated.table().rows(second),
                "label", "subject");
        assertEquals(40, result.scores().trials());
        assertTrue(result.score() > 0.8, result.describe());
        assertTrue(assertThrows(EngramException.class,
                () -> decoding.transfer(simulated.epochs(), simulated.table(),
                        simulated.epochs(), simulated.table(), "label", "subject"))
                .getMessage().contains("both"));
    }

    @Test
    void penaltyIsChosenInside() {
        Simulation simulated = Simulation.motorImagery(40, 2, 2);
        EpochDecodingResult result = decoding("ts+lr", EpochProtocol.CROSS_SUBJECT).tuned(true).build()
                .decode(simulated.epochs(), simulated.table(), "label", "subject");
        assertTrue(result.crossValidation().folds().get(0).penalty().isPresent());
        assertThrows(EngramException.class,
                () -> decoding("mdm", EpochProtocol.CROSS_SUBJECT).tuned(true).build()
                        .decode(simulated.epochs(), simulated.table(), "label", "subject"));
    }

    @Test
    void rankDeficientTrialsAreReduced() {
        Simulation simulated = Simulation.motorImagery(40, 2, 2);
        Epochs averaged = simulated.epochs().toBuilder()
                .trials(simulated.epochs().trials(), (trial, which, into) -> {
                    double[][] all = simulated.epochs().read(trial);
                    for (int t = 0; t < all[0].length; t++) {
                        double mean = 0;
                        for (double[] channel : all) {
                            mean += channel[t] / all.length;
                        }
                        for (int c = 0; c < which.length; c++) {
                            into[c][t] = all[which[c]][t] - mean;
                        }
                    }
                }).build();
        EpochDecodingResult result = decoding("csp+lda", EpochProtocol.CROSS_SUBJECT).build().decode(averaged,
                simulated.table(), "label", "subject");
        assertTrue(result.notices().stream().anyMatch(n -> n.code().equals("rank-deficient")
                && n.text().contains("rank 21")));
        assertTrue(result.score() > 0.8, result.describe());
    }

    @Test
    void curvesRise() {
        Simulation simulated = Simulation.motorImagery(80, 1, 6);
        EpochPipeline pipeline = EpochPipelines.named("csp+lda");
        int[] all = java.util.stream.IntStream.range(0, 80).toArray();
        Trials trials = Trials.of(simulated.epochs(), all, java.util.stream.IntStream.range(0, 22).toArray());
        var subspace = pipeline.subspace(trials);
        var x = pipeline.features(trials, 128, simulated.table().text("subject"), subspace,
                Parallelism.single());
        List<LearningCurve.Point> points = new LearningCurve(new double[] {0.25, 1}, 4, Score.ACCURACY, 0).of(
                pipeline.classifier(trials.shape(), 128, subspace), x,
                Labels.of(simulated.table().text("label")),
                simulated.table().text("subject"), Parallelism.single());
        assertEquals(64, points.get(1).trainingTrials());
        assertTrue(points.get(1).mean() > points.get(0).mean());
    }

    @Test
    void namesWhatIsUnknown() {
        assertTrue(assertThrows(EngramException.class, () -> EpochPipelines.named("csp+svm")).getMessage()
                .contains("csp+lda"));
        assertTrue(assertThrows(EngramException.class, () -> EpochProtocol.named("loso")).getMessage()
                .contains("cross-subject"));
        EpochPipelines.names().forEach(name -> assertTrue(EpochPipelines.describe(name).length() > 5));
        Simulation simulated = Simulation.motorImagery(20, 2, 2);
        assertTrue(assertThrows(EngramException.class, () -> decoding("mdm", EpochProtocol.CROSS_SUBJECT)
                .classes(List.of("left", "up")).build()
                .decode(simulated.epochs(), simulated.table(), "label", "subject"))
                .getMessage().contains("'up'"));
    }
}
