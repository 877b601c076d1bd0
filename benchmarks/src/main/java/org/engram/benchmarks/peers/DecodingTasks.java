package org.engram.benchmarks.peers;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.validation.CrossValidation;
import org.engram.compute.validation.LeaveOneGroupOut;
import org.engram.compute.validation.PermutationTest;
import org.engram.compute.validation.Split;
import org.engram.decoders.classical.ClassWeights;
import org.engram.decoders.classical.LinearSvm;
import org.engram.decoders.classical.RidgeClassifier;
import org.engram.decoders.searchlight.LocalClassifier;
import org.engram.decoders.searchlight.Searchlight;
import org.engram.decoders.searchlight.VoxelGrid;
import org.engram.io.volume.Affine;
import org.engram.preprocessing.fmri.cleaning.SampleMask;
import org.engram.preprocessing.fmri.cleaning.SignalCleaner;
import org.engram.preprocessing.fmri.cleaning.Standardisation;

/** Work on matrices of samples: cleaning, cross-validated classifiers, permutations, searchlights. */
final class DecodingTasks {
    /** Relabellings of the permutation test. */
    static final int PERMUTATIONS = 1000;

    private DecodingTasks() {}

    /** Detrend, band-pass 0.01 to 0.1 Hz, confounds, z-score, at a repetition time of 2 s. */
    static PeerTask clean(Inputs inputs) {
        Matrix series = inputs.matrix("series");
        Matrix confounds = inputs.matrix("confounds");
        SampleMask all = SampleMask.all(series.rows());
        SignalCleaner cleaner = SignalCleaner.builder().detrend(true).bandPassHz(0.01, 0.1)
                .repetitionTimeSeconds(2).standardisation(Standardisation.Z_SCORE)
                .parallelism(inputs.parallelism()).build();
        return new MatrixTask(() -> cleaner.clean(series, confounds, all).signals(),
                cleaned -> Arrays.stream(cleaned.data()).map(Math::abs).average().orElse(Double.NaN));
    }

    /** The ridge classifier, alpha 1, without class weights (as the peer), leaving one run out. */
    static PeerTask ridge(Inputs inputs) {
        return crossValidated(inputs, new RidgeClassifier().withClassWeights(ClassWeights.none()));
    }

    /** The linear SVM, C 1, squared hinge loss, leaving one run out. */
    static PeerTask svm(Inputs inputs) {
        return crossValidated(inputs, new LinearSvm());
    }

    /** 1,000 relabellings within runs of the ridge classifier; the check is the accuracy with the true labels. */
    static PeerTask permutations(Inputs inputs) {
        Matrix x = inputs.matrix("samples");
        Labels y = inputs.labels("labels");
        List<String> runs = inputs.words("runs");
        CrossValidation validation = validation(inputs,
                new RidgeClassifier().withClassWeights(ClassWeights.none()));
        PermutationTest test = PermutationTest.builder().permutations(PERMUTATIONS)
                .parallelism(inputs.parallelism()).build();
        return new ScoreTask(() -> test.run(validation, x, y, runs).observed());
    }

    /** Every sphere of 9 mm, leaving one run out, with the given local classifier; the check is the mean accuracy. */
    static PeerTask searchlight(Inputs inputs, LocalClassifier classifier) {
        Matrix x = inputs.matrix("searchlight");
        Labels y = inputs.labels("searchlight_labels");
        List<Split> splits = new LeaveOneGroupOut("run").split(y, inputs.words("searchlight_runs"));
        int[] shape = inputs.array("searchlight").shape();
        VoxelGrid grid = cube(shape[1], shape[2], shape[3]);
        Searchlight searchlight = Searchlight.builder().radiusMillimetres(9).classifier(classifier)
                .parallelism(inputs.parallelism()).build();
        return new ScoreTask(() -> Arrays.stream(searchlight.run(x, grid, y, splits).accuracy()).average()
                .orElse(Double.NaN));
    }

    /** All voxels of a grid of 3 mm, the last axis fastest. */
    static VoxelGrid cube(int nx, int ny, int nz) {
        int[][] voxels = new int[nx * ny * nz][];
        for (int v = 0; v < voxels.length; v++) {
            voxels[v] = new int[] {v / (ny * nz), v / nz % ny, v % nz};
        }
        return VoxelGrid.of(new int[] {nx, ny, nz}, Affine.scaling(3, 3, 3), voxels);
    }

    private static PeerTask crossValidated(Inputs inputs, Classifier classifier) {
        Matrix x = inputs.matrix("samples");
        Labels y = inputs.labels("labels");
        List<String> runs = inputs.words("runs");
        CrossValidation validation = validation(inputs, classifier);
        return new ScoreTask(() -> validation.run(x, y, runs).score());
    }

    private static CrossValidation validation(Inputs inputs, Classifier classifier) {
        return CrossValidation.builder(classifier, new LeaveOneGroupOut("run"))
                .parallelism(inputs.parallelism()).build();
    }
}
