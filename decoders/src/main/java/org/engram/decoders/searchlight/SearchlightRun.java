package org.engram.decoders.searchlight;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntConsumer;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.validation.FamilyWiseResult;
import org.engram.compute.validation.LabelPermutations;
import org.engram.compute.validation.Split;
import org.engram.core.CancelledException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;

/**
 * One searchlight under way: the shared read-only samples, and the maps being filled. A row of centres is the
 * unit of work; it writes only its own centres, and the largest scores of permutations merge by taking the
 * larger, so the outcome does not depend on the number of threads.
 */
final class SearchlightRun {
    private final Searchlight options;
    private final VoxelGrid grid;
    private final SphereOffsets offsets;
    private final double[][] samplesOfVoxel;
    private final double[] sumOfSquaresOfVoxel;
    private final Labels y;
    private final List<Split> folds;
    private final int[][] labellings; // the true one, then the shuffled ones
    private final CentreRows rows;
    private final List<Notice> permutationNotices;

    private final int[] voxelCounts;
    private final double[] accuracy;
    private final double[] balancedAccuracy;
    private final double[][] foldScores;
    private final int[] reached;
    private final double[] nullSum;
    private final double[] maxima;

    SearchlightRun(Searchlight options, VoxelGrid grid, double[][] samplesOfVoxel, Labels y,
            List<Split> folds) {
        this.options = options;
        this.grid = grid;
        this.samplesOfVoxel = samplesOfVoxel;
        this.y = y;
        this.folds = folds;
        this.offsets = new SphereOffsets(grid.affine(), grid.shape(), options.radiusMillimetres());
        this.rows = CentreRows.of(grid, options.chooseCentres(grid), offsets.axis());
        this.sumOfSquaresOfVoxel = new double[grid.voxels()];
        for (int v = 0; v < sumOfSquaresOfVoxel.length; v++) {
            sumOfSquaresOfVoxel[v] = SymmetricKernels.dot(samplesOfVoxel[v], samplesOfVoxel[v], 0, y.size());
        }
        int permutations = options.permutations().map(SearchlightPermutations::count).orElse(0);
        LabelPermutations relabelled = options.permutations().map(p -> p.of(y)).orElse(null);
        this.permutationNotices = relabelled == null ? List.of() : relabelled.notices(permutations);
        this.labellings = new int[1 + permutations][];
        labellings[0] = y.codes();
        for (int p = 0; p < permutations; p++) {
            labellings[p + 1] = relabelled.codes(p);
        }
        int count = rows.centres().length;
        this.voxelCounts = new int[count];
        this.accuracy = new double[count];
        this.balancedAccuracy = new double[count];
        this.foldScores = options.foldMaps() ? new double[count][folds.size()] : new double[0][];
        this.reached = new int[count];
        this.nullSum = new double[count];
        this.maxima = new double[permutations];
        Arrays.fill(maxima, Double.NEGATIVE_INFINITY);
    }

    void execute(Parallelism parallelism, Progress progress) {
        ConcurrentLinkedQueue<Worker> idle = new ConcurrentLinkedQueue<>();
        try (Progress.Task task = progress.begin("searchlight", rows.centres().length)) {
            forEachRow(parallelism, r -> {
                if (progress.isCancelled()) {
                    throw new CancelledException("searchlight");
                }
                Worker worker = idle.poll();
                worker = worker == null ? new Worker() : worker;
                int[] row = rows.row(r);
                worker.evaluateRow(row);
                idle.add(worker);
                task.advance(row.length);
            });
        }
        for (Worker worker : idle) {
            for (int p = 0; p < maxima.length; p++) {
                maxima[p] = Math.max(maxima[p], worker.largest[p]);
            }
        }
    }

    List<Notice> permutationNotices() {
        return permutationNotices;
    }

    VoxelGrid grid() {
        return grid;
    }

    int[] centres() {
        return rows.centres();
    }

    int[] voxelCounts() {
        return voxelCounts;
    }

    double[] accuracy() {
        return accuracy;
    }

    double[] balancedAccuracy() {
        return balancedAccuracy;
    }

    double[][] foldScores() {
        return foldScores;
    }

    PermutationMaps permutationMaps() {
        if (maxima.length == 0) {
            return null;
        }
        double[] score = options.score() == SearchlightScore.ACCURACY ? accuracy : balancedAccuracy;
        return new PermutationMaps(new FamilyWiseResult(score.clone(), reached, maxima.clone()),
                nullMean(score));
    }

    /** The closed forms make no native calls, so OpenBLAS need not even be there. */
    private void forEachRow(Parallelism parallelism, IntConsumer row) {
        if (options.classifier().isClosedForm()) {
            parallelism.forEach(rows.rows(), row);
        } else {
            BlasThreads.forEach(parallelism, rows.rows(), row);
        }
    }

    private double[] nullMean(double[] score) {
        double[] mean = new double[score.length];
        for (int c = 0; c < mean.length; c++) {
            mean[c] = Double.isNaN(score[c]) ? Double.NaN : nullSum[c] / maxima.length;
        }
        return mean;
    }

    /** The buffers of one thread. */
    private final class Worker {
        private final Sphere sphere = new Sphere(grid, offsets, samplesOfVoxel, sumOfSquaresOfVoxel,
                options.classifier().usesGram(y.size(), offsets.size()));
        private final SphereKernel kernel = options.classifier().newKernel(y, labellings.length > 1,
                offsets.size());
        private final double[] shuffled = new double[labellings.length - 1];
        private final double[] largest = new double[labellings.length - 1];

        Worker() {
            Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        }

        void evaluateRow(int[] row) {
            sphere.startRow();
            for (int centre : row) {
                sphere.moveTo(rows.centres()[centre]);
                voxelCounts[centre] = sphere.voxels();
                if (sphere.voxels() >= options.minimumVoxels()) {
                    evaluate(centre);
                } else {
                    leaveOut(centre);
                }
            }
        }

        private void evaluate(int centre) {
            Arrays.fill(shuffled, 0);
            double accuracySum = 0;
            double balancedSum = 0;
            for (int f = 0; f < folds.size(); f++) {
                int[] test = folds.get(f).test();
                int[] predicted = new int[test.length];
                kernel.prepare(sphere, folds.get(f));
                kernel.predict(labellings[0], predicted);
                int classes = y.classCount();
                double hit = SearchlightScore.ACCURACY.of(labellings[0], test, predicted, classes);
                double balanced = SearchlightScore.BALANCED_ACCURACY.of(labellings[0], test, predicted,
                        classes);
                accuracySum += hit;
                balancedSum += balanced;
                if (foldScores.length > 0) {
                    foldScores[centre][f] = options.score() == SearchlightScore.ACCURACY ? hit : balanced;
                }
                for (int p = 0; p < shuffled.length; p++) {
                    kernel.predict(labellings[p + 1], predicted);
                    shuffled[p] += options.score().of(labellings[p + 1], test, predicted, classes);
                }
            }
            accuracy[centre] = accuracySum / folds.size();
            balancedAccuracy[centre] = balancedSum / folds.size();
            compareWithShuffles(centre);
        }

        private void compareWithShuffles(int centre) {
            double score = options.score() == SearchlightScore.ACCURACY
                    ? accuracy[centre]
                    : balancedAccuracy[centre];
            for (int p = 0; p < shuffled.length; p++) {
                double other = shuffled[p] / folds.size();
                nullSum[centre] += other;
                reached[centre] += other >= score - FamilyWiseResult.ROUNDING ? 1 : 0;
                largest[p] = Math.max(largest[p], other);
            }
        }

        private void leaveOut(int centre) {
            accuracy[centre] = Double.NaN;
            balancedAccuracy[centre] = Double.NaN;
            if (foldScores.length > 0) {
                Arrays.fill(foldScores[centre], Double.NaN);
            }
        }
    }
}
