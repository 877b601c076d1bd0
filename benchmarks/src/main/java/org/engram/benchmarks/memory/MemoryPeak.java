package org.engram.benchmarks.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.fmri.cleaning.SampleMask;
import org.engram.preprocessing.fmri.cleaning.SignalCleaner;
import org.engram.preprocessing.fmri.maskers.MaskerOptions;
import org.engram.preprocessing.fmri.maskers.VoxelMasker;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.volume.resampling.Grid;
import org.engram.preprocessing.volume.series.VolumePass;
import org.engram.preprocessing.volume.smoothing.GaussianSmoother;

/**
 * Does one kind of work on a long series and prints "seconds", "check", "floor" (the bytes the work must hold at once),
 * "anonymous" (the most memory of the process that no file backs) and "resident" (its peak resident set, in which pages
 * of a mapped file count although the system may drop them at any time). Memory is read from
 * {@code /proc/self/status}, so both are 0 elsewhere than on Linux.
 */
public final class MemoryPeak {
    private final Volume series;
    private final Parallelism parallelism;

    private MemoryPeak(Volume series, Parallelism parallelism) {
        this.series = series;
        this.parallelism = parallelism;
    }

    /**
     * @param arguments WORK SERIES [OUTPUT] where WORK is nothing (what the virtual machine takes by itself), mean (the
     *     mean volume), smooth (6 mm, written to OUTPUT) or clean (three tenths of the voxels into a matrix, detrended,
     *     band-passed, z-scored)
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        ResidentMemory memory = ResidentMemory.watch();
        long start = System.nanoTime();
        try (Volume series = Volumes.read(Path.of(arguments[1]))) {
            MemoryPeak peak = new MemoryPeak(series, Parallelism.available());
            double check = switch (arguments[0]) {
                case "nothing" -> Double.NaN;
                case "mean" -> peak.mean();
                case "smooth" -> peak.smooth(Path.of(arguments[2]));
                case "clean" -> peak.clean();
                default -> throw new IllegalArgumentException("work is '" + arguments[0]
                        + "': give nothing, mean, smooth or clean");
            };
            System.out.println("seconds " + (System.nanoTime() - start) / 1e9);
            System.out.println("check " + check);
            System.out.println("floor " + peak.floorBytes(arguments[0]));
        }
        System.out.println("anonymous " + memory.anonymousPeakBytes());
        System.out.println("resident " + ResidentMemory.residentPeakBytes());
    }

    /** The mean volume, summed in double precision; the check is its mean. */
    double mean() {
        double[] sums = new double[series.volumeSize()];
        new VolumePass(series, Parallelism.single(), Progress.NONE).floats("averaging", (index, values) -> {
            for (int i = 0; i < values.length; i++) {
                sums[i] += values[i];
            }
        });
        return Arrays.stream(sums).sum() / series.voxels().size();
    }

    /** Smoothed while it is written; the check is the size of the file. */
    double smooth(Path output) throws IOException {
        Volumes.write(GaussianSmoother.builder().fwhmMillimetres(6).parallelism(parallelism).build()
                .apply(series), output);
        return Files.size(output);
    }

    /** Masked into a matrix and cleaned in place; the check is the mean size of the cleaned values. */
    double clean() {
        VoxelMasker masker = VoxelMasker.of(brain(),
                MaskerOptions.builder().parallelism(parallelism).build());
        Matrix signals = masker.transform(series);
        SignalCleaner.builder().bandPassHz(0.01, 0.1).repetitionTimeSeconds(2).parallelism(parallelism)
                .build()
                .cleanInPlace(signals, Matrix.zeros(signals.rows(), 0), SampleMask.all(signals.rows()));
        double sum = 0;
        for (double value : signals.data()) {
            sum += Math.abs(value);
        }
        return sum / signals.data().length;
    }

    /** A block in the middle of the grid, three tenths of its voxels. */
    private Mask brain() {
        Grid grid = Grid.of(series);
        boolean[] inside = new boolean[grid.size()];
        int first = (int) (grid.size() * 0.35);
        Arrays.fill(inside, first, first + (int) (grid.size() * 0.3), true);
        return Mask.of(grid, inside);
    }

    private long floorBytes(String work) {
        long voxels = series.volumeSize();
        return switch (work) {
            case "mean" -> voxels * (Double.BYTES + Float.BYTES);
            case "smooth" -> 2 * voxels * Float.BYTES;
            case "clean" -> (long) brain().count() * series.volumeCount() * Double.BYTES;
            default -> 0;
        };
    }
}
