package org.engram.compute.validation;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.BlasThreads;
import org.engram.core.CancelledException;
import org.engram.core.Parallelism;
import org.engram.core.Progress;

/** The score of a cross-validation for many relabellings of the same samples. */
final class RelabelledScores {
    /** Relabellings handed out together; the cut does not depend on the number of threads. */
    private static final int BLOCK = 32;

    private final CrossValidation validation;
    private final PreparedSamples samples;
    private final Parallelism parallelism;
    private final Progress progress;

    RelabelledScores(CrossValidation validation, PreparedSamples samples, Parallelism parallelism,
            Progress progress) {
        this.validation = validation;
        this.samples = samples;
        this.parallelism = parallelism;
        this.progress = progress;
    }

    /**
     * @param labelings codes of all samples, one array per relabelling
     * @param closedForm whether to use smoothers where they hold
     * @return a score each
     */
    double[] withFixedSplits(int[][] labelings, boolean closedForm) {
        ScoreTally[] tallies = new ScoreTally[labelings.length];
        Arrays.setAll(tallies, b -> tally());
        boolean fromGram = closedForm || validation.fitsFromGram(samples);
        if (fromGram) {
            samples.gram(); // before the relabellings, with all processors
        }
        List<Split> splits = samples.splits();
        try (Progress.Task task = progress.begin("permutations", (long) splits.size() * labelings.length)) {
            BlasThreads.withSingleThread(() -> {
                for (Split split : splits) {
                    checkCancelled();
                    score(split, labelings, tallies, closedForm, task);
                }
            });
        }
        return Arrays.stream(tallies).mapToDouble(ScoreTally::value).toArray();
    }

    private void score(Split split, int[][] labelings, ScoreTally[] tallies, boolean closedForm,
            Progress.Task task) {
        LinearFold linear = closedForm ? new LinearFold(validation, samples, split, parallelism) : null;
        FoldData data = samples.fold(split, closedForm || validation.fitsFromGram(samples));
        parallelism.forBlocks(labelings.length, BLOCK, (start, end) -> {
            for (int b = start; b < end; b++) {
                checkCancelled();
                if (linear != null && linear.accepts(labelings[b])) {
                    linear.tally(labelings[b], tallies[b]);
                } else {
                    refit(split, data, labelings[b], tallies[b]);
                }
            }
            task.advance(end - start);
        });
    }

    /** For splitters that follow the labels and whose folds overlap: every relabelling is split anew. */
    double[] withNewSplits(int[][] labelings) {
        double[] scores = new double[labelings.length];
        boolean fromGram = validation.fitsFromGram(samples);
        if (fromGram) {
            samples.gram(); // before the relabellings, with all processors
        }
        try (Progress.Task task = progress.begin("permutations", labelings.length)) {
            BlasThreads.forEach(parallelism, labelings.length, b -> {
                ScoreTally tally = tally();
                Labels y = samples.y().withCodes(labelings[b]);
                for (Split split : validation.splitter().split(y, samples.groups())) {
                    checkCancelled();
                    refit(split, samples.fold(split, fromGram), labelings[b], tally);
                }
                scores[b] = tally.value();
                task.advance(1);
            });
        }
        return scores;
    }

    private void refit(Split split, FoldData data, int[] codes, ScoreTally tally) {
        Labels y = samples.y().withCodes(codes);
        var decisions = validation.runner().decide(data, y.select(split.train()),
                samples.groupsOf(split.train()),
                split.name());
        tally.add(y.select(split.test()).codes(), decisions);
    }

    private ScoreTally tally() {
        return new ScoreTally(validation.score(), samples.y().classCount());
    }

    private void checkCancelled() {
        if (progress.isCancelled()) {
            throw new CancelledException("permutation test");
        }
    }
}
