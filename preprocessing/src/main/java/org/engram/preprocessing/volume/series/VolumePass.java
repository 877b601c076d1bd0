package org.engram.preprocessing.volume.series;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.engram.core.CancelledException;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.volume.Volume;

/**
 * One walk over all volumes of a series. Each thread holds one volume; a sequential source (a compressed file) is read
 * strictly in order by one thread at a time while the others work on what they have read.
 */
public final class VolumePass {
    private final Volume series;
    private final Parallelism parallelism;
    private final Progress progress;

    /**
     * @param series what to walk over
     * @param parallelism threads, and so volumes in memory
     * @param progress counts volumes; asked before each whether to go on
     */
    public VolumePass(Volume series, Parallelism parallelism, Progress progress) {
        this.series = series;
        this.parallelism = parallelism;
        this.progress = progress;
    }

    /**
     * Reads each volume as single precision.
     *
     * @param task what is being done, for the progress display
     * @param body called concurrently, once with each volume
     */
    public void floats(String task, FloatBody body) {
        walk(task, float[]::new, series::readVolume, body::accept);
    }

    /**
     * Reads each volume as double precision.
     *
     * @param task what is being done, for the progress display
     * @param body called concurrently, once with each volume
     */
    public void doubles(String task, DoubleBody body) {
        walk(task, double[]::new, series::readVolume, body::accept);
    }

    /**
     * Computes or reads a whole series into memory, volume by volume.
     *
     * @param task what is being done, for the progress display
     * @return the same values in memory, single precision; the source is not closed
     */
    public Volume toMemory(String task) {
        float[][] volumes = new float[Math.toIntExact(series.volumeCount())][];
        floats(task, (index, values) -> volumes[index] = values.clone());
        return inMemory(series, volumes);
    }

    /**
     * @param like gives shape, affine, repetition time and intent
     * @param volumes one array for each 3D volume, used as they are
     * @return that series
     */
    public static Volume inMemory(Volume like, float[][] volumes) {
        List<float[]> list = Arrays.asList(volumes);
        return Volume.of(list, like.shape(), like.affine()).withRepetitionTime(like.repetitionTimeSeconds())
                .withIntent(like.intent());
    }

    private <A> void walk(String task, IntFunction<A> allocate, Reader<A> reader, Body<A> body) {
        int count = Math.toIntExact(series.volumeCount());
        int size = series.volumeSize();
        boolean sequential = series.voxels().isSequential();
        ConcurrentLinkedQueue<A> free = new ConcurrentLinkedQueue<>();
        AtomicInteger next = new AtomicInteger();
        Object order = new Object();
        try (Progress.Task running = progress.begin(task, count)) {
            parallelism.forEach(count, slot -> {
                if (progress.isCancelled()) {
                    throw new CancelledException(task);
                }
                A pooled = free.poll();
                A values = pooled == null ? allocate.apply(size) : pooled;
                int index = slot;
                if (sequential) {
                    // Slots are handed out in no particular order; the file wants rising ones.
                    synchronized (order) {
                        index = next.getAndIncrement();
                        reader.read(index, values);
                    }
                } else {
                    reader.read(index, values);
                }
                body.accept(index, values);
                free.add(values);
                running.advance(1);
            });
        }
    }

    private interface Reader<A> {
        void read(long index, A into);
    }

    private interface Body<A> {
        void accept(int index, A values);
    }

    /** Works on one volume in single precision. */
    @FunctionalInterface
    public interface FloatBody {
        /**
         * @param index which volume
         * @param values its values, first index fastest; may be changed, and is used again for another volume after
         *     the call
         */
        void accept(int index, float[] values);
    }

    /** Works on one volume in double precision. */
    @FunctionalInterface
    public interface DoubleBody {
        /**
         * @param index which volume
         * @param values its values, first index fastest; may be changed, and is used again for another volume after
         *     the call
         */
        void accept(int index, double[] values);
    }
}
