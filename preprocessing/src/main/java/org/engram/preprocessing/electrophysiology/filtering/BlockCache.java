package org.engram.preprocessing.electrophysiology.filtering;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Blocks of samples that were computed lately, up to so many bytes. Thread-safe.
 *
 * @param <K> what tells a block from others
 */
final class BlockCache<K> {
    private final long limitBytes;
    private final Map<K, double[]> blocks = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param limitBytes most bytes to hold */
    BlockCache(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /**
     * @param key which block
     * @return it; null when it is not held any more
     */
    synchronized double[] get(K key) {
        return blocks.get(key);
    }

    /**
     * @param key which block
     * @param block its samples; not copied
     */
    synchronized void put(K key, double[] block) {
        double[] before = blocks.put(key, block);
        bytes += 8L * (block.length - (before == null ? 0 : before.length));
        var eldest = blocks.entrySet().iterator();
        while (bytes > limitBytes && blocks.size() > 1) {
            bytes -= 8L * eldest.next().getValue().length;
            eldest.remove();
        }
    }
}
