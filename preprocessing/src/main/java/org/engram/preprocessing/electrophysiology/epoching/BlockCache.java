package org.engram.preprocessing.electrophysiology.epoching;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SampleSource;

/**
 * Keeps the blocks of a recording that were read last, decoded, so that windows that overlap or lie side by side do not
 * read the file again. A block holds one channel; the channels of a block that are missing are read together.
 */
final class BlockCache implements SampleSource {
    private final SampleSource source;
    private final long sampleCount;
    private final int channelCount;
    private final int length;
    private final Map<Long, double[]> blocks = new LinkedHashMap<>(64, 0.75f, true);
    private final long capacity;

    /**
     * @param recording what is read
     * @param window samples usually asked for at once
     * @param bytes how much memory blocks may take
     */
    BlockCache(Recording recording, int window, long bytes) {
        source = recording.source();
        sampleCount = recording.sampleCount();
        channelCount = recording.channelCount();
        length = Math.max(256, Math.min(8192, Integer.highestOneBit(Math.max(1, window)) * 2));
        capacity = bytes / (8L * length);
    }

    @Override
    public void read(int[] channels, long first, int count, double[][] into, int offset) throws IOException {
        for (long block = first / length; block * length < first + count; block++) {
            double[][] rows = block(channels, block);
            long begin = Math.max(first, block * length);
            int part = (int) (Math.min(first + count, (block + 1) * length) - begin);
            for (int i = 0; i < channels.length; i++) {
                System.arraycopy(rows[i], (int) (begin - block * length), into[i],
                        offset + (int) (begin - first), part);
            }
        }
    }

    private double[][] block(int[] channels, long block) throws IOException {
        double[][] rows = new double[channels.length][];
        synchronized (blocks) {
            for (int i = 0; i < channels.length; i++) {
                rows[i] = blocks.get(block * channelCount + channels[i]);
            }
        }
        int[] missing = IntStream.range(0, channels.length).filter(i -> rows[i] == null).toArray();
        if (missing.length == 0) {
            return rows;
        }
        int count = (int) Math.min(length, sampleCount - block * length);
        double[][] fresh = new double[missing.length][count];
        source.read(IntStream.of(missing).map(i -> channels[i]).toArray(), block * length, count, fresh, 0);
        synchronized (blocks) {
            for (int i = 0; i < missing.length; i++) {
                rows[missing[i]] = fresh[i];
                blocks.put(block * channelCount + channels[missing[i]], fresh[i]);
            }
            var eldest = blocks.entrySet().iterator();
            while (blocks.size() > capacity && eldest.hasNext()) {
                eldest.next();
                eldest.remove();
            }
        }
        return rows;
    }
}
