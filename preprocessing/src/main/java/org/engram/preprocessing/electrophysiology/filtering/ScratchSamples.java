package org.engram.preprocessing.electrophysiology.filtering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.engram.io.recording.SampleSource;

/**
 * Samples of intermediate results, channel by channel: in memory while they are few, in a temporary file otherwise, which
 * vanishes on {@link #close} or when nobody holds this object any more. Different parts may be written and read by
 * several threads at once.
 */
public final class ScratchSamples implements SampleSource, AutoCloseable {
    /** What is kept in memory: 64 MiB. */
    private static final long MEMORY_BYTES = 64L << 20;
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int BUFFER_BYTES = 1 << 18;

    private final long count;
    private final double[][] memory;
    private final FileChannel file;
    private final Cleaner.Cleanable cleanable;

    /**
     * @param channels how many channels
     * @param count samples of each; all 0 until written
     * @throws IOException if no temporary file can be made
     */
    public ScratchSamples(int channels, long count) throws IOException {
        this(channels, count, MEMORY_BYTES);
    }

    ScratchSamples(int channels, long count, long memoryBytes) throws IOException {
        this.count = count;
        if (8.0 * channels * count <= memoryBytes) {
            memory = new double[channels][(int) count];
            file = null;
            cleanable = () -> {};
            return;
        }
        memory = null;
        Path path = Files.createTempFile("engram-samples", ".tmp");
        file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        FileChannel opened = file;
        cleanable = CLEANER.register(this, () -> {
            try {
                opened.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void read(int[] channels, long firstSample, int samples, double[][] into, int offset)
            throws IOException {
        for (int i = 0; i < channels.length; i++) {
            readChannel(channels[i], firstSample, samples, into[i], offset);
        }
    }

    /**
     * @param channel which channel
     * @param first first sample
     * @param samples how many
     * @param into receives them
     * @param offset where
     * @throws IOException if the file cannot be read
     */
    public void readChannel(int channel, long first, int samples, double[] into, int offset)
            throws IOException {
        if (memory != null) {
            System.arraycopy(memory[channel], (int) first, into, offset, samples);
            return;
        }
        ByteBuffer buffer = ByteBuffer
                .allocateDirect(Math.min(BUFFER_BYTES, Math.max(8, 8 * Math.min(samples, 1 << 20))))
                .order(ByteOrder.nativeOrder());
        long place = 8 * (channel * count + first);
        int done = 0;
        while (done < samples) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), 8L * (samples - done)));
            int bytes = buffer.limit();
            while (buffer.hasRemaining()) {
                if (file.read(buffer, place + buffer.position()) < 0) {
                    // Never written: zeros.
                    while (buffer.hasRemaining()) {
                        buffer.put((byte) 0);
                    }
                }
            }
            buffer.flip();
            buffer.asDoubleBuffer().get(into, offset + done, bytes / 8);
            done += bytes / 8;
            place += bytes;
        }
    }

    /**
     * @param channel which channel
     * @param first first sample to overwrite
     * @param samples how many
     * @param from their new values
     * @param offset where they begin
     * @throws IOException if the disk is full
     */
    public void writeChannel(int channel, long first, int samples, double[] from, int offset)
            throws IOException {
        if (memory != null) {
            System.arraycopy(from, offset, memory[channel], (int) first, samples);
            return;
        }
        ByteBuffer buffer = ByteBuffer
                .allocateDirect(Math.min(BUFFER_BYTES, Math.max(8, 8 * Math.min(samples, 1 << 20))))
                .order(ByteOrder.nativeOrder());
        long place = 8 * (channel * count + first);
        int done = 0;
        while (done < samples) {
            int here = Math.min(buffer.capacity() / 8, samples - done);
            buffer.clear();
            buffer.asDoubleBuffer().put(from, offset + done, here);
            buffer.limit(8 * here);
            while (buffer.hasRemaining()) {
                place += file.write(buffer, place);
            }
            done += here;
        }
    }

    /** Frees the memory of the file; reading afterwards is an error. */
    @Override
    public void close() {
        cleanable.clean();
    }
}
