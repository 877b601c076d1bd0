package org.engram.benchmarks.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.engram.compute.estimation.GramClassifier;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.validation.LeaveOneGroupOut;
import org.engram.compute.validation.Split;
import org.engram.core.Parallelism;
import org.engram.decoders.classical.LinearSvm;
import org.engram.decoders.searchlight.LocalClassifier;
import org.engram.decoders.searchlight.Searchlight;
import org.engram.decoders.searchlight.SearchlightResult;
import org.engram.decoders.searchlight.VoxelGrid;
import org.engram.io.volume.Affine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Decoders, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class DecodingKernels {
    private static final int SAMPLES = 260;
    private static final int CLASSES = 8;
    private static final int EDGE = 12;
    private static final int VOLUMES = 100;

    private final Labels classes = labels(SAMPLES, CLASSES);
    private final Matrix gram = DenseAlgebra.gram(Noise.samples(SAMPLES, 8192, CLASSES));
    private final LinearSvm svm = new LinearSvm();
    private final Matrix volumes = Noise.samples(VOLUMES, EDGE * EDGE * EDGE, 2);
    private final Labels conditions = labels(VOLUMES, 2);
    private final VoxelGrid grid = cube();
    private final List<Split> runs = new LeaveOneGroupOut("run").split(conditions, runNames());
    private final Searchlight searchlight = Searchlight.builder().radiusMillimetres(9)
            .classifier(LocalClassifier.nearestCentroid()).parallelism(Parallelism.single()).build();

    /** @return the linear SVM of 8 classes by dual coordinate descent on given inner products */
    @Benchmark
    public GramClassifier.DualModel svmDualCoordinateDescent() {
        return svm.fitGram(gram, classes);
    }

    /**
     * @return a searchlight whose local classifier costs next to nothing, so that moving the sphere's inner products
     *     from centre to centre is what remains
     */
    @Benchmark
    public SearchlightResult searchlightGramSlide() {
        return searchlight.run(volumes, grid, conditions, runs);
    }

    private static Labels labels(int samples, int classes) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            names.add("class" + i % classes);
        }
        return Labels.of(names);
    }

    private static List<String> runNames() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < VOLUMES; i++) {
            names.add("run" + i / 25);
        }
        return names;
    }

    private static VoxelGrid cube() {
        int[][] voxels = new int[EDGE * EDGE * EDGE][];
        for (int v = 0; v < voxels.length; v++) {
            voxels[v] = new int[] {v / (EDGE * EDGE), v / EDGE % EDGE, v % EDGE};
        }
        return VoxelGrid.of(new int[] {EDGE, EDGE, EDGE}, Affine.scaling(3, 3, 3), voxels);
    }
}
