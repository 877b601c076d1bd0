package org.engram.benchmarks.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.io.volume.VoxelType;
import org.engram.io.volume.nifti.NiftiWriter;
import org.engram.preprocessing.volume.series.VolumePass;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A compressed series of 20 volumes of 64 x 64 x 36, 16-bit whole numbers, 5.9 MB unpacked. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class GzipKernels {
    private Path folder;
    private Path packed;
    private Volume series;
    private final NiftiWriter writer = NiftiWriter.builder().voxelType(VoxelType.INT16).gzipLevel(1)
            .parallelism(Parallelism.available()).build();

    /**
     * Writes the file.
     *
     * @throws IOException if that fails
     */
    @Setup(Level.Trial)
    public void write() throws IOException {
        folder = Files.createTempDirectory("engram-kernels");
        packed = folder.resolve("series.nii.gz");
        List<float[]> volumes = new ArrayList<>();
        for (int t = 0; t < 20; t++) {
            volumes.add(Noise.volume(64 * 64 * 36));
        }
        series = Volume.of(volumes, new long[] {64, 64, 36, 20}, Affine.scaling(3, 3, 3));
        writer.write(series, packed);
    }

    /**
     * Removes the files.
     *
     * @throws IOException if that fails
     */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        Files.deleteIfExists(folder.resolve("written.nii.gz"));
        Files.delete(packed);
        Files.delete(folder);
    }

    /**
     * @return the series inflated and converted to single precision
     * @throws IOException if reading fails
     */
    @Benchmark
    public Volume inflateAndConvert() throws IOException {
        try (Volume stored = Volumes.read(packed)) {
            return new VolumePass(stored, Parallelism.available(), Progress.NONE).toMemory("loading");
        }
    }

    /**
     * Converts and compresses on all threads.
     *
     * @return the file
     * @throws IOException if writing fails
     */
    @Benchmark
    public Path parallelGzipWrite() throws IOException {
        Path written = folder.resolve("written.nii.gz");
        writer.write(series, written);
        return written;
    }
}
