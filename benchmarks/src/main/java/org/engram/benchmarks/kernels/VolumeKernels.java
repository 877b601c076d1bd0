package org.engram.benchmarks.kernels;

import java.util.concurrent.TimeUnit;
import org.engram.core.Parallelism;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.resampling.Grid;
import org.engram.preprocessing.volume.resampling.Interpolation;
import org.engram.preprocessing.volume.resampling.Resampler;
import org.engram.preprocessing.volume.smoothing.GaussianSmoother;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One volume of 64 x 64 x 36 voxels of 3 mm, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class VolumeKernels {
    private static final long[] SHAPE = {64, 64, 36};

    private final float[] voxels = Noise.volume(64 * 64 * 36);
    private final float[] smoothed = new float[voxels.length];
    private final Volume volume = Volume.of(voxels, SHAPE, Affine.scaling(3, 3, 3));
    private final Grid finer = new Grid(Affine.scaling(2, 2, 2), 96, 96, 54);
    private final float[] resampled = new float[finer.size()];
    private final Resampler resampler = Resampler.builder().interpolation(Interpolation.CUBIC)
            .parallelism(Parallelism.single()).build();

    /** @return the volume smoothed with 6 mm */
    @Benchmark
    public float[] gaussianSmoothing() {
        System.arraycopy(voxels, 0, smoothed, 0, voxels.length);
        GaussianSmoother.smooth(smoothed, 64, 64, 36, volume.affine(), 6, 6, 6);
        return smoothed;
    }

    /** @return the volume at 2 mm, cubic spline with its prefilter */
    @Benchmark
    public float[] cubicResampling() {
        resampler.toGrid(volume, finer).readVolume(0, resampled);
        return resampled;
    }
}
