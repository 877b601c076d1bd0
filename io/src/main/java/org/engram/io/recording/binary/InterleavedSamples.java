package org.engram.io.recording.binary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.engram.core.FormatException;
import org.engram.io.recording.SampleSource;

/**
 * Samples stored frame after frame, one sample of each channel in every frame.
 *
 * @param file the file
 * @param start place of the first frame
 * @param encoding how a sample is stored
 * @param order order of its bytes
 * @param gains what a stored sample is multiplied by, one for each channel; not copied
 */
public record InterleavedSamples(Path file, long start, SampleEncoding encoding, ByteOrder order,
        double[] gains) implements SampleSource {
    private static final int BLOCK_BYTES = 1 << 20;

    @Override
    public void read(int[] channels, long firstSample, int count, double[][] into, int offset)
            throws IOException {
        int frame = gains.length * encoding.bytes();
        int most = Math.max(1, Math.min(count, BLOCK_BYTES / frame));
        ByteBuffer block = ByteBuffer.allocate(most * frame).order(order);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int done = 0; done < count; done += most) {
                int frames = Math.min(most, count - done);
                fill(channel, start + (firstSample + done) * frame, block, frames * frame, file);
                for (int i = 0; i < channels.length; i++) {
                    encoding.decode(block, channels[i], gains.length, gains[channels[i]], into[i],
                            offset + done, frames);
                }
            }
        }
    }

    /**
     * Fills a buffer from a place of a file, whole or with an error.
     *
     * @param channel the open file
     * @param place where to begin
     * @param block receives the bytes, from its start
     * @param bytes how many
     * @param file its name, for the error
     * @throws IOException if the file cannot be read
     */
    public static void fill(FileChannel channel, long place, ByteBuffer block, int bytes, Path file)
            throws IOException {
        block.clear().limit(bytes);
        while (block.hasRemaining()) {
            if (channel.read(block, place + block.position()) < 0) {
                throw new FormatException(file, place + block.position(),
                        "ends within the samples: it was cut after its header was read");
            }
        }
        block.clear();
    }
}
