package org.engram.io.recording.header;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.engram.core.FormatException;

/** Parts of a header that every file of a format has. */
public final class HeaderBytes {
    private HeaderBytes() {}

    /**
     * @param in a file from its first byte on
     * @param count bytes of the part of its header that is always there
     * @param file its name, for the error
     * @return the first bytes
     * @throws FormatException if there are fewer
     * @throws IOException if the file cannot be read
     */
    public static byte[] first(InputStream in, int count, Path file) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new FormatException(file, bytes.length, "the file ends within its header of at least "
                    + count + " bytes: copy or download it again");
        }
        return bytes;
    }
}
