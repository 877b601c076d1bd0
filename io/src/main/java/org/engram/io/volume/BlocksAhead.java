package org.engram.io.volume;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.engram.core.CancelledException;
import org.engram.io.gzip.GzipInput;

/**
 * Unpacks a gzip stream block by block on another thread, a few blocks ahead of the one being used. The worker runs
 * only while there is an empty block to fill, so a reader that stops half-way holds no thread.
 */
final class BlocksAhead implements AutoCloseable {
    /** A whole number of voxels of every type. */
    static final int BLOCK_BYTES = 48 * 5120;

    private static final int BLOCKS = 5;
    private static final ExecutorService WORKERS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "engram-unpack");
        thread.setDaemon(true);
        return thread;
    });

    private final GzipInput input;
    private final ArrayDeque<Block> empty = new ArrayDeque<>();
    private final ArrayDeque<Block> ready = new ArrayDeque<>();
    private long toSkip;
    private long toRead;
    private boolean working;
    private boolean ended;
    private boolean closed;
    private Throwable failure;

    /**
     * @param input an open stream; closed here
     * @param skip bytes to leave out
     * @param length bytes to unpack after those
     */
    BlocksAhead(GzipInput input, long skip, long length) {
        this.input = input;
        this.toSkip = skip;
        this.toRead = length;
        int blocks = (int) Math.min(BLOCKS, 1 + length / BLOCK_BYTES);
        for (int i = 0; i < blocks; i++) {
            empty.add(new Block((int) Math.min(BLOCK_BYTES, length)));
        }
    }

    /** @return the next block, to be given back with {@link #release}; null when the stream ended early */
    synchronized Block take() throws IOException {
        while (ready.isEmpty()) {
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            if (ended || closed) {
                return null;
            }
            startWorker();
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException("unpacking of a compressed image");
            }
        }
        return ready.poll();
    }

    synchronized void release(Block block) {
        empty.add(block);
        if (!ended && failure == null && !closed) {
            startWorker();
        }
    }

    /** @return bytes unpacked so far, with those left out */
    long unpackedBytes() {
        return input.unpackedBytes();
    }

    private void startWorker() {
        if (!working) {
            working = true;
            WORKERS.execute(this::work);
        }
    }

    private void work() {
        while (true) {
            Block block = nextEmpty();
            if (block == null) {
                return;
            }
            Throwable problem = null;
            try {
                fill(block);
            } catch (IOException | RuntimeException | Error e) {
                problem = e;
            }
            synchronized (this) {
                failure = problem;
                if (problem == null && block.length > 0) {
                    ready.add(block);
                }
                ended = toRead == 0 || block.length < block.bytes.length || problem != null;
                notifyAll();
            }
        }
    }

    private synchronized Block nextEmpty() {
        Block block = ended || closed ? null : empty.poll();
        if (block == null) {
            working = false;
            if (ended || closed) {
                closeInput();
            }
            notifyAll();
        }
        return block;
    }

    private void fill(Block block) throws IOException {
        while (toSkip > 0) {
            int skipped = input.read(block.bytes, 0, (int) Math.min(toSkip, block.bytes.length));
            if (skipped < 0) {
                block.length = 0;
                return;
            }
            toSkip -= skipped;
        }
        block.length = input.readNBytes(block.bytes, 0, (int) Math.min(toRead, block.bytes.length));
        toRead -= block.length;
        if (toRead == 0) {
            // One look past the last voxel: it ends the gzip member, whose checksum is compared then.
            input.readNBytes(new byte[1024], 0, 1024);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (!working) {
            closeInput();
        }
        notifyAll();
    }

    private void closeInput() {
        try {
            input.close();
        } catch (IOException e) {
            // Nothing was written: a file that cannot be closed after reading has lost nothing.
        }
    }

    /** Unpacked bytes. */
    static final class Block {
        final byte[] bytes;
        int length;

        private Block(int capacity) {
            this.bytes = new byte[capacity];
        }
    }
}
