package org.engram.nn.checkpoints.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.engram.core.FormatException;

/** The bytes of a pickle. Every length is checked against what is left before anything is allocated. */
public final class PickleInput {
    private static final int LONGEST_LINE = 4096;

    private final Path file;
    private final ByteBuffer bytes;
    private final long start;

    private PickleInput(Path file, ByteBuffer bytes, long start) {
        this.file = file;
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.start = start;
    }

    /**
     * @param file for messages
     * @param bytes from its position to its limit; not copied
     * @param start offset of the first byte in the file, for messages
     * @return the input
     */
    public static PickleInput of(Path file, ByteBuffer bytes, long start) {
        return new PickleInput(file, bytes, start);
    }

    /** @return bytes read so far */
    public int position() {
        return bytes.position();
    }

    int remaining() {
        return bytes.remaining();
    }

    Path file() {
        return file;
    }

    int unsigned1() {
        need(1);
        return bytes.get() & 0xFF;
    }

    int unsigned2() {
        need(2);
        return bytes.getShort() & 0xFFFF;
    }

    int signed4() {
        need(4);
        return bytes.getInt();
    }

    long signed8() {
        need(8);
        return bytes.getLong();
    }

    /** Python writes the number of this instruction in network order. */
    double bigEndianDouble() {
        need(8);
        return Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()));
    }

    byte[] take(long count) {
        need(count);
        byte[] taken = new byte[(int) count];
        bytes.get(taken);
        return taken;
    }

    String text(long byteCount) {
        return new String(take(byteCount), StandardCharsets.UTF_8);
    }

    /** The bytes up to a line feed, one character each. */
    String line() {
        int from = bytes.position();
        int most = Math.min(bytes.remaining(), LONGEST_LINE);
        for (int i = 0; i < most; i++) {
            if (bytes.get(from + i) == '\n') {
                String line = new String(take(i), StandardCharsets.ISO_8859_1);
                bytes.get();
                return line;
            }
        }
        throw broken("a line of text does not end within " + most + " bytes");
    }

    FormatException broken(String what) {
        return new FormatException(file, start + bytes.position(), "broken pickle: " + what);
    }

    private void need(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw broken("the next value takes " + (count < 0 ? Long.toUnsignedString(count) : count)
                    + " bytes, but " + bytes.remaining()
                    + " are left: the file is truncated or damaged");
        }
    }
}
