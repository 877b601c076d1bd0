package org.engram.io.array.mat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.engram.core.FormatException;

/** A stream of MAT 5 elements that knows how much may still come. */
final class Mat5Input {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int FIRST_GROWTH = 1 << 18;

    private final Path file;
    private final InputStream in;
    private final ByteOrder order;
    private final boolean grows;
    private long position;

    /** @param grows whether sizes may be believed only as bytes arrive, as from a decompressor */
    Mat5Input(Path file, InputStream in, ByteOrder order, boolean grows) {
        this.file = file;
        this.in = in;
        this.order = order;
        this.grows = grows;
    }

    /** The type and size of an element; {@code end} includes the padding. */
    record Tag(int type, long bytes, long end) {}

    long position() {
        return position;
    }

    FormatException error(String message) {
        return new FormatException(file, FormatException.UNKNOWN_OFFSET, message + ": the file is damaged");
    }

    Tag tag(long limit) throws IOException {
        if (limit - position < 8) {
            throw error("an element begins " + (limit - position) + " bytes before the end of what holds it");
        }
        int word = readInt();
        int small = word >>> 16;
        if (small != 0) {
            if (small > 4) {
                throw error("a short element has " + small + " bytes, at most 4 were expected");
            }
            return new Tag(word & 0xffff, small, position + 4);
        }
        long bytes = readInt() & 0xffffffffL;
        // Elements are padded to 8 bytes, save compressed ones, which do not come here.
        long end = Math.min(limit, position + (bytes + 7 & ~7L));
        if (bytes > limit - position) {
            throw error("an element claims " + bytes + " bytes where " + (limit - position) + " are left");
        }
        return new Tag(word, bytes, end);
    }

    int readInt() throws IOException {
        return ByteBuffer.wrap(bytes(4)).order(order).getInt();
    }

    /** All bytes of an element, for small ones. */
    byte[] bytes(long count) throws IOException {
        byte[] read = in.readNBytes(Math.toIntExact(count));
        position += read.length;
        if (read.length < count) {
            throw new EOFException("data end early");
        }
        return read;
    }

    void skipTo(long end) throws IOException {
        while (position < end) {
            long skipped = in.skip(end - position);
            if (skipped <= 0) {
                bytes(1);
            } else {
                position += skipped;
            }
        }
    }

    /** Numbers of an element as an array of the width they are stored in. */
    Object numbers(Tag tag) throws IOException {
        Class<?> kind = Mat5Type.component(tag.type());
        if (kind == null) {
            throw error("numbers are of type " + tag.type() + ", which does not exist");
        }
        int width = Mat5Type.bytes(tag.type());
        int count = Math.toIntExact(Math.min(Integer.MAX_VALUE, tag.bytes() / width));
        if ((long) count * width != tag.bytes()) {
            throw error(tag.bytes() + " bytes hold no whole count of numbers of " + width
                    + " bytes, or more than 2^31");
        }
        Object numbers = Array.newInstance(kind, grows ? Math.min(count, FIRST_GROWTH) : count);
        byte[] block = new byte[(int) Math.min(BLOCK_BYTES, tag.bytes())];
        for (int done = 0; done < count;) {
            int now = Math.min(count - done, BLOCK_BYTES / width);
            if (in.readNBytes(block, 0, now * width) < now * width) {
                throw new EOFException("numbers end early");
            }
            position += (long) now * width;
            if (done + now > Array.getLength(numbers)) {
                Object larger = Array.newInstance(kind, (int) Math.min(count, 2L * Array.getLength(numbers)));
                System.arraycopy(numbers, 0, larger, 0, done);
                numbers = larger;
            }
            decode(ByteBuffer.wrap(block, 0, now * width).order(order), numbers, done, now);
            done += now;
        }
        skipTo(tag.end());
        return numbers;
    }

    static void decode(ByteBuffer block, Object numbers, int at, int count) {
        if (numbers instanceof double[] doubles) {
            block.asDoubleBuffer().get(doubles, at, count);
        } else if (numbers instanceof float[] floats) {
            block.asFloatBuffer().get(floats, at, count);
        } else if (numbers instanceof long[] longs) {
            block.asLongBuffer().get(longs, at, count);
        } else if (numbers instanceof int[] ints) {
            block.asIntBuffer().get(ints, at, count);
        } else if (numbers instanceof short[] shorts) {
            block.asShortBuffer().get(shorts, at, count);
        } else {
            block.get((byte[]) numbers, at, count);
        }
    }
}
