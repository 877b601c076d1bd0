package org.engram.benchmarks.peers;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasUpper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.zip.GZIPInputStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Parallelism;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.masking.Mask;

/**
 * The least that a task can cost on the machine at hand, run as work of its own: inflating the bytes for what is bound
 * by the compressed file, moving the bytes once from memory to memory for what is bound by memory, and the matrix
 * products that cannot be avoided, called directly and on data already beside the heap, for what is bound by them.
 */
final class Floors {
    private static final int TILE_BYTES = 1 << 20;

    private Floors() {}

    /** Inflates the file and drops the bytes; one gzip member can only be inflated in order. */
    static PeerTask load(Inputs inputs) {
        byte[] buffer = new byte[TILE_BYTES];
        return new FloorTask(() -> {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(inputs.series()), TILE_BYTES)) {
                while (in.read(buffer) >= 0) {
                    // Only the inflating counts.
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Every voxel read and written once, single precision. */
    static PeerTask smooth(Inputs inputs) {
        try (Volume series = inputs.loadSeries()) {
            return copy(series.voxels().size() * Float.BYTES, series.voxels().size() * Float.BYTES, inputs);
        }
    }

    /** The volumes read and the larger ones written, single precision. */
    static PeerTask resample(Inputs inputs) {
        try (Volume series = inputs.loadSeries()) {
            long volumes = Math.min(ImageTasks.RESAMPLED_VOLUMES, series.volumeCount());
            return copy(volumes * series.volumeSize() * Float.BYTES,
                    volumes * ImageTasks.twoMillimetres(series).size() * Float.BYTES, inputs);
        }
    }

    /** The voxels of the mask read in single and written in double precision. */
    static PeerTask mask(Inputs inputs) {
        try (Volume series = inputs.loadSeries()) {
            Mask box = ImageTasks.box(series);
            long values = series.volumeCount() * box.count();
            return copy(values * Float.BYTES, values * Double.BYTES, inputs);
        }
    }

    /** The matrix read and written once, double precision. */
    static PeerTask clean(Inputs inputs) {
        long bytes = (long) inputs.array("series").size() * Double.BYTES;
        return copy(bytes, bytes, inputs);
    }

    /** The inner products of all samples, which every fold shares. */
    static PeerTask gram(Inputs inputs) {
        Gram gram = new Gram(inputs.matrix("samples"));
        return new FloorTask(gram::multiply);
    }

    /** The inner products of all samples, and for each run its predictions from all relabelled targets. */
    static PeerTask permutations(Inputs inputs) {
        Gram gram = new Gram(inputs.matrix("samples"));
        Labels y = inputs.labels("labels");
        int[] tested = inputs.labels("runs").counts();
        int columns = (DecodingTasks.PERMUTATIONS + 1) * y.classCount();
        int n = y.size();
        DoublePointer hat = new DoublePointer((long) n * n).fill(0);
        DoublePointer targets = new DoublePointer((long) n * columns).fill(0);
        DoublePointer predicted = new DoublePointer((long) n * columns);
        return new FloorTask(() -> {
            gram.multiply();
            for (int test : tested) {
                int train = n - test;
                openblas.cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, test, columns, train, 1, hat,
                        train, targets, columns, 0, predicted, columns);
            }
        });
    }

    /** Moves half of all the bytes from one place to another, so that as many are read and written as the task's. */
    private static PeerTask copy(long read, long written, Inputs inputs) {
        long moved = (read + written) / 2;
        int tiles = Math.toIntExact((moved + TILE_BYTES - 1) / TILE_BYTES);
        // Far more than the caches hold, on both sides.
        int held = Math.min(tiles, 256);
        byte[][] from = new byte[held][TILE_BYTES];
        byte[][] to = new byte[held][TILE_BYTES];
        Parallelism parallelism = inputs.parallelism();
        return new FloorTask(() -> parallelism.forEach(tiles, i -> {
            int bytes = (int) Math.min(TILE_BYTES, moved - (long) i * TILE_BYTES);
            System.arraycopy(from[i % held], 0, to[i % held], 0, bytes);
        }));
    }

    /** The product of a matrix with its own transpose, on data beside the heap. */
    private static final class Gram {
        private final int rows;
        private final int columns;
        private final DoublePointer x;
        private final DoublePointer product;

        Gram(Matrix samples) {
            rows = samples.rows();
            columns = samples.columns();
            x = new DoublePointer((long) rows * columns);
            x.put(samples.data(), 0, rows * columns);
            product = new DoublePointer((long) rows * rows);
        }

        void multiply() {
            openblas.cblas_dsyrk(CblasRowMajor, CblasUpper, CblasNoTrans, rows, columns, 1, x, columns, 0,
                    product, rows);
        }
    }

    private record FloorTask(Runnable work) implements PeerTask {
        @Override
        public Object run() {
            work.run();
            return this;
        }

        @Override
        public double check(Object result) {
            return Double.NaN;
        }
    }
}
