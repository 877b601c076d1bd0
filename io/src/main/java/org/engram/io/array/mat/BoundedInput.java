package org.engram.io.array.mat;

import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream. */
final class BoundedInput extends InputStream {
    private final InputStream in;
    private long left;

    BoundedInput(InputStream in, long bytes) {
        this.in = in;
        left = bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (left <= 0) {
            return -1;
        }
        int read = in.read(into, offset, (int) Math.min(count, left));
        left -= Math.max(0, read);
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(Math.min(count, left));
        left -= skipped;
        return skipped;
    }
}
