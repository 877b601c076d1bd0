package org.engram.nn.checkpoints;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.engram.core.EngramException;

/** Part of a file, mapped into memory when first read, in one piece if it has less than 2 GiB. */
final class MappedStorage implements Storage {
    private static final long SEGMENT = 1L << 30;

    private final Path file;
    private final FileChannel channel;
    private final long position;
    private final long byteCount;
    private final long segmentBytes;
    private final ByteBuffer[] segments;

    MappedStorage(Path file, FileChannel channel, long position, long byteCount) {
        this.file = file;
        this.channel = channel;
        this.position = position;
        this.byteCount = byteCount;
        this.segmentBytes = byteCount <= Integer.MAX_VALUE ? Math.max(byteCount, 1) : SEGMENT;
        this.segments = new ByteBuffer[Math.toIntExact((byteCount + segmentBytes - 1) / segmentBytes)];
    }

    @Override
    public long byteCount() {
        return byteCount;
    }

    @Override
    public ByteBuffer read(long offset, int most) {
        int segment = Math.toIntExact(offset / segmentBytes);
        int within = (int) (offset % segmentBytes);
        ByteBuffer mapped = segment(segment);
        return mapped.slice(within, Math.min(most, mapped.capacity() - within))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private synchronized ByteBuffer segment(int index) {
        if (segments[index] == null) {
            long from = index * segmentBytes;
            try {
                segments[index] = channel.map(FileChannel.MapMode.READ_ONLY, position + from,
                        Math.min(segmentBytes, byteCount - from));
            } catch (IOException failure) {
                throw new EngramException(file + ": its weights cannot be read (" + failure
                        + "): was the checkpoint closed before its tensors were used?", failure);
            }
        }
        return segments[index];
    }
}
