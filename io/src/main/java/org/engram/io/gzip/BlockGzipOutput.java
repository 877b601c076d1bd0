package org.engram.io.gzip;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.engram.core.Parallelism;

/**
 * Packs into one gzip member on several threads: blocks of {@value #BLOCK_BYTES} bytes are compressed on their own,
 * each with the 32 KiB before it as dictionary, and joined at byte boundaries. The header has no name and no time, so
 * the same content and level give the same bytes whatever the number of threads. Not thread-safe itself.
 *
 * <h2>References</h2> P. Deutsch, RFC 1951 and RFC 1952 (1996).
 */
public final class BlockGzipOutput extends OutputStream {
    /** Bytes compressed together. */
    public static final int BLOCK_BYTES = 1 << 18;

    private static final int DICTIONARY_BYTES = 1 << 15;
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final OutputStream packed;
    private final int level;
    private final Parallelism parallelism;
    private final byte[] pending; // the 32 KiB before, then the blocks not yet compressed
    private final Deflater[] deflaters;
    private final byte[][] results;
    private final int[] resultLengths;
    private final CRC32 checksum = new CRC32();
    private int dictionaryBytes;
    private int filled;
    private long total;
    private boolean closed;

    /**
     * @param packed receives the gzip member; closed with this stream
     * @param level 1 (fast) to 9 (small)
     * @param parallelism how many threads compress
     * @throws IOException if the header cannot be written
     */
    public BlockGzipOutput(OutputStream packed, int level, Parallelism parallelism) throws IOException {
        if (level < 1 || level > 9) {
            throw new IllegalArgumentException("gzip level is " + level + ": give 1 (fast) to 9 (small)");
        }
        this.packed = packed;
        this.level = level;
        this.parallelism = parallelism;
        int blocks = Math.min(64, 2 * parallelism.threads());
        this.pending = new byte[DICTIONARY_BYTES + blocks * BLOCK_BYTES];
        this.deflaters = new Deflater[blocks];
        this.results = new byte[blocks][];
        this.resultLengths = new int[blocks];
        packed.write(HEADER);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int room = pending.length - DICTIONARY_BYTES - filled;
            if (room == 0) {
                compress(false);
                continue;
            }
            int count = Math.min(room, length - done);
            System.arraycopy(content, offset + done, pending, DICTIONARY_BYTES + filled, count);
            filled += count;
            done += count;
        }
        checksum.update(content, offset, length);
        total += length;
    }

    private void compress(boolean last) throws IOException {
        int blocks = Math.max(last ? 1 : 0, (filled + BLOCK_BYTES - 1) / BLOCK_BYTES);
        parallelism.forEach(blocks, block -> compressBlock(block, last && block == blocks - 1));
        for (int block = 0; block < blocks; block++) {
            packed.write(results[block], 0, resultLengths[block]);
        }
        dictionaryBytes = Math.min(DICTIONARY_BYTES, dictionaryBytes + filled);
        System.arraycopy(pending, DICTIONARY_BYTES + filled - dictionaryBytes, pending,
                DICTIONARY_BYTES - dictionaryBytes, dictionaryBytes);
        filled = 0;
    }

    private void compressBlock(int block, boolean last) {
        if (deflaters[block] == null) {
            deflaters[block] = new Deflater(level, true);
            results[block] = new byte[BLOCK_BYTES + BLOCK_BYTES / 8 + 64];
        }
        Deflater deflater = deflaters[block];
        deflater.reset();
        int start = DICTIONARY_BYTES + block * BLOCK_BYTES;
        int before = block == 0 ? dictionaryBytes : DICTIONARY_BYTES;
        if (before > 0) {
            deflater.setDictionary(pending, start - before, before);
        }
        deflater.setInput(pending, start, Math.min(BLOCK_BYTES, filled - block * BLOCK_BYTES));
        if (last) {
            deflater.finish();
        }
        int length = 0;
        while (true) {
            byte[] result = results[block];
            int mode = last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
            length += deflater.deflate(result, length, result.length - length, mode);
            if (length < result.length) {
                break;
            }
            results[block] = Arrays.copyOf(result, 2 * result.length);
        }
        resultLengths[block] = length;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (packed) {
            compress(true);
            byte[] trailer = new byte[8];
            for (int i = 0; i < 4; i++) {
                trailer[i] = (byte) (checksum.getValue() >>> (8 * i));
                trailer[4 + i] = (byte) (total >>> (8 * i));
            }
            packed.write(trailer);
        } finally {
            for (Deflater deflater : deflaters) {
                if (deflater != null) {
                    deflater.end();
                }
            }
        }
    }
}
