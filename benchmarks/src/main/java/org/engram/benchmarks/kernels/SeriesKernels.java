package org.engram.benchmarks.kernels;

import java.util.concurrent.TimeUnit;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.signal.Butterworth;
import org.engram.compute.signal.ColumnBlocks;
import org.engram.compute.signal.ZeroPhaseFilter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Series of 300 volumes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SeriesKernels {
    private static final int VOLUMES = 300;

    private final Matrix block = Noise.samples(VOLUMES, ColumnBlocks.width(VOLUMES), 8);
    private final Matrix filtered = block.copy();
    private final ZeroPhaseFilter filter = new ZeroPhaseFilter(
            Butterworth.order(5).bandPass(0.01, 0.1, 0.5));
    private final Matrix samples = Noise.samples(VOLUMES, 8192, 8);

    /** @return one block of columns, as cleaning cuts them, filtered forward and backward on one thread */
    @Benchmark
    public Matrix butterworthBlock() {
        System.arraycopy(block.data(), 0, filtered.data(), 0, block.data().length);
        filter.filterInPlace(filtered);
        return filtered;
    }

    /** @return the inner products of 300 rows of 8,192, on all threads */
    @Benchmark
    public Matrix gramProduct() {
        return DenseAlgebra.gram(samples);
    }
}
