package org.engram.io.recording.binary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.engram.core.FormatException;
import org.engram.io.recording.SampleSource;

/** Numbers of one width in a file, read by block. Needs one buffer of about a mebibyte, or of one time of all channels. */
public final class BinarySamples implements SampleSource {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path file;
    private final NumberType type;
    private final Layout layout;
    private final long sampleCount;
    private final double[] factors;

    /**
     * @param file the file with the samples, from its first byte on
     * @param type how each is stored
     * @param layout in what order they stand
     * @param sampleCount samples of each channel
     * @param factors SI units per stored unit of each channel; copied
     */
    public BinarySamples(Path file, NumberType type, Layout layout, long sampleCount, double[] factors) {
        this.file = file;
        this.type = type;
        this.layout = layout;
        this.sampleCount = sampleCount;
        this.factors = factors.clone();
    }

    @Override
    public void read(int[] channels, long firstSample, int count, double[][] into, int offset)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (layout == Layout.VECTORIZED) {
                readVectorized(channel, channels, firstSample, count, into, offset);
            } else {
                readMultiplexed(channel, channels, firstSample, count, into, offset);
            }
        }
    }

    private void readMultiplexed(FileChannel channel, int[] channels, long firstSample, int count,
            double[][] into, int offset) throws IOException {
        int width = factors.length;
        int perBlock = Math.max(1, Math.min(count, BUFFER_BYTES / (width * type.bytes())));
        ByteBuffer buffer = ByteBuffer.allocate(perBlock * width * type.bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < count; done += perBlock) {
            int now = Math.min(perBlock, count - done);
            fill(channel, buffer.clear().limit(now * width * type.bytes()),
                    (firstSample + done) * width * type.bytes());
            for (int i = 0; i < channels.length; i++) {
                decode(buffer, channels[i], width, now, factors[channels[i]], into[i], offset + done);
            }
        }
    }

    private void readVectorized(FileChannel channel, int[] channels, long firstSample, int count,
            double[][] into, int offset) throws IOException {
        int perBlock = Math.min(count, BUFFER_BYTES / type.bytes());
        ByteBuffer buffer = ByteBuffer.allocate(perBlock * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < channels.length; i++) {
            for (int done = 0; done < count; done += perBlock) {
                int now = Math.min(perBlock, count - done);
                fill(channel, buffer.clear().limit(now * type.bytes()),
                        (channels[i] * sampleCount + firstSample + done) * type.bytes());
                decode(buffer, 0, 1, now, factors[channels[i]], into[i], offset + done);
            }
        }
    }

    private void fill(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) <= 0) {
                throw new FormatException(file, position + buffer.position(),
                        "samples end here, before those its header promises: the file was cut off since it was opened");
            }
        }
        buffer.flip();
    }

    private void decode(ByteBuffer block, int first, int stride, int count, double factor, double[] into,
            int at) {
        switch (type) {
            case INT_16 -> {
                ShortBuffer numbers = block.asShortBuffer();
                for (int i = 0; i < count; i++) {
                    into[at + i] = numbers.get(first + i * stride) * factor;
                }
            }
            case INT_32 -> {
                IntBuffer numbers = block.asIntBuffer();
                for (int i = 0; i < count; i++) {
                    into[at + i] = numbers.get(first + i * stride) * factor;
                }
            }
            default -> {
                FloatBuffer numbers = block.asFloatBuffer();
                for (int i = 0; i < count; i++) {
                    into[at + i] = numbers.get(first + i * stride) * factor;
                }
            }
        }
    }
}
