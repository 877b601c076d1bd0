package org.engram.io.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.engram.io.gzip.GzipInput;

/**
 * Voxels of a gzip file, unpacked as they are read. Reading on from where the last read ended costs nothing extra;
 * reading further on unpacks what lies between; reading earlier voxels starts again. The file is closed when its last
 * voxel was read. Concurrent readers take turns.
 */
final class GzipVoxels implements VoxelSource {
    private final Path file;
    private final StoredLayout layout;
    private final VoxelDecoder decoder;
    private BlocksAhead stream;
    private BlocksAhead.Block block;
    private int blockPosition;
    private long position; // bytes of voxels passed

    GzipVoxels(Path file, StoredLayout layout) {
        this.file = file;
        this.layout = layout;
        this.decoder = new VoxelDecoder(layout.type(), layout.byteOrder(), layout.scaling());
    }

    @Override
    public VoxelType type() {
        return layout.type();
    }

    @Override
    public long size() {
        return layout.voxelCount();
    }

    @Override
    public Scaling scaling() {
        return layout.scaling();
    }

    @Override
    public boolean isSequential() { return true; }

    @Override
    public void read(long start, int count, float[] into, int offset) {
        Objects.checkFromIndexSize(offset, count, into.length);
        forEachPiece(start, count,
                (stored, length, done) -> decoder.toFloats(stored, length, into, offset + done));
    }

    @Override
    public void read(long start, int count, double[] into, int offset) {
        Objects.checkFromIndexSize(offset, count, into.length);
        forEachPiece(start, count,
                (stored, length, done) -> decoder.toDoubles(stored, length, into, offset + done));
    }

    @Override
    public void readStored(long start, int count, ByteBuffer into) {
        forEachPiece(start, count, (stored, length, done) -> decoder.toStored(stored, length, into));
    }

    private synchronized void forEachPiece(long start, int count, Piece piece) {
        Objects.checkFromIndexSize(start, count, size());
        try {
            moveTo(start * type().bytes());
            int bytes = type().bytes();
            int done = 0;
            while (done < count) {
                int available = nextBlock();
                int length = Math.min(count - done, available / bytes);
                if (length == 0) {
                    throw FileVoxels.tooShort(file, layout, layout.dataOffset() + position + available);
                }
                piece.decode(ByteBuffer.wrap(block.bytes, blockPosition, length * bytes), length, done);
                advance(length * bytes);
                done += length;
            }
            if (position == layout.dataBytes()) {
                close();
            }
        } catch (IOException e) {
            close();
            throw FileVoxels.unreadable(file, e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void moveTo(long target) throws IOException {
        if (stream == null || target < position) {
            close();
            GzipInput input = GzipInput.open(file, GzipInput.BUFFER_BYTES);
            stream = new BlocksAhead(input, layout.dataOffset(), layout.dataBytes());
            position = 0;
        }
        while (position < target) {
            advance((int) Math.min(target - position, nextBlock()));
        }
    }

    /** @return bytes left in the block at hand, taking the next when it is used up */
    private int nextBlock() throws IOException {
        if (block == null) {
            block = stream.take();
            blockPosition = 0;
            if (block == null) {
                throw FileVoxels.tooShort(file, layout, stream.unpackedBytes());
            }
        }
        return block.length - blockPosition;
    }

    private void advance(int bytes) {
        position += bytes;
        blockPosition += bytes;
        if (blockPosition == block.length) {
            stream.release(block);
            block = null;
        }
    }

    @Override
    public synchronized void close() {
        if (stream != null) {
            stream.close();
            stream = null;
            block = null;
        }
    }

    private interface Piece {
        void decode(ByteBuffer stored, int length, int done);
    }
}
