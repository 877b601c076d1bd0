package org.engram.io.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Voxels of an uncompressed file, mapped into memory a segment at a time. No file stays open: mappings live until
 * they are collected.
 */
final class MappedVoxels implements VoxelSource {
    /** A whole number of voxels of every type, so that none lies across two segments. */
    static final int SEGMENT_BYTES = (1 << 30) / 48 * 48;

    private final Path file;
    private final StoredLayout layout;
    private final VoxelDecoder decoder;
    private final int segmentBytes;
    private final AtomicReferenceArray<ByteBuffer> segments;

    MappedVoxels(Path file, StoredLayout layout) {
        this(file, layout, SEGMENT_BYTES);
    }

    /** @param segmentBytes a multiple of 48 */
    MappedVoxels(Path file, StoredLayout layout, int segmentBytes) {
        this.file = file;
        this.layout = layout;
        this.decoder = new VoxelDecoder(layout.type(), layout.byteOrder(), layout.scaling());
        this.segmentBytes = segmentBytes;
        this.segments = new AtomicReferenceArray<>(
                Math.toIntExact((layout.dataBytes() + segmentBytes - 1) / segmentBytes));
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

    private void forEachPiece(long start, int count, Piece piece) {
        Objects.checkFromIndexSize(start, count, size());
        int bytes = type().bytes();
        int perSegment = segmentBytes / bytes;
        int done = 0;
        while (done < count) {
            int segment = (int) ((start + done) / perSegment);
            int from = (int) ((start + done) % perSegment);
            int length = Math.min(count - done, perSegment - from);
            try {
                piece.decode(segment(segment).slice(from * bytes, length * bytes), length, done);
            } catch (InternalError e) { // how the JVM reports that a mapped file was cut short under us
                throw FileVoxels.unreadable(file, e);
            }
            done += length;
        }
    }

    private ByteBuffer segment(int index) {
        ByteBuffer mapped = segments.get(index);
        if (mapped == null) {
            long start = (long) index * segmentBytes;
            long length = Math.min(segmentBytes, layout.dataBytes() - start);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                if (channel.size() < layout.dataOffset() + start + length) {
                    throw FileVoxels.tooShort(file, layout, channel.size());
                }
                mapped = channel.map(MapMode.READ_ONLY, layout.dataOffset() + start, length);
            } catch (IOException e) {
                throw FileVoxels.unreadable(file, e);
            }
            segments.set(index, mapped);
        }
        return mapped;
    }

    private interface Piece {
        void decode(ByteBuffer stored, int length, int done);
    }
}
