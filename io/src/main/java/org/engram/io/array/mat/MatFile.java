package org.engram.io.array.mat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.ZipException;
import org.engram.core.FormatException;

/**
 * Reads MATLAB files of version 4, 5, 6, 7 and 7.3.
 *
 * <h2>References</h2>
 * MathWorks, "MAT-File Format", R2023a (versions 4 and 5); version 7.3 is HDF5 with {@code MATLAB_class} attributes.
 */
public final class MatFile {
    /** The shortest start by which all versions can be told apart. */
    private static final int START = 520;

    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    private MatFile() {}

    /**
     * @param file an existing MATLAB file
     * @return its variables by name, in the order of the file
     * @throws FormatException if it is damaged
     * @throws IOException if it cannot be read
     */
    public static Map<String, MatValue> read(Path file) throws IOException {
        return read(file, path -> true);
    }

    /**
     * @param file an existing MATLAB file
     * @param names the variables to read; others are passed over without being held in memory
     * @return those of them that are there
     * @throws FormatException if it is damaged
     * @throws IOException if it cannot be read
     */
    public static Map<String, MatValue> read(Path file, String... names) throws IOException {
        Set<String> wanted = Set.of(names);
        return read(file,
                path -> wanted.contains(path.indexOf('.') < 0 ? path : path.substring(0, path.indexOf('.'))));
    }

    /**
     * @param file an existing MATLAB file
     * @param wanted told {@code "EEG"} for a variable and {@code "EEG.data"} for a field of one; what it refuses is
     *     passed over and missing from the result
     * @return its variables by name, in the order of the file
     * @throws FormatException if it is damaged
     * @throws IOException if it cannot be read
     */
    public static Map<String, MatValue> read(Path file, Predicate<String> wanted) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer start = ByteBuffer.allocate((int) Math.min(START, channel.size()));
            while (start.hasRemaining() && channel.read(start, start.position()) > 0) {
                continue;
            }
            byte[] bytes = start.array();
            if (isHdf5(bytes)) {
                return new Mat73Reader(file, channel, wanted).read();
            }
            if (isVersion5(bytes)) {
                return new Mat5Reader(file, channel, wanted).read();
            }
            if (Mat4Reader.fits(bytes)) {
                return new Mat4Reader(file, channel, wanted).read();
            }
            throw new FormatException(file, 0,
                    "is no MATLAB file: it begins neither like version 4, 5 nor 7.3; save it with save(..., '-v7')");
        } catch (EOFException | ZipException e) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                    "is cut off or its compressed data are damaged (" + e.getMessage() + "): copy it again",
                    e);
        }
    }

    /**
     * @param start first bytes of a file
     * @return whether they are those of a MATLAB file of version 5 to 7.3 (version 4 has no signature)
     */
    public static boolean isMat(byte[] start) {
        return isVersion5(start) || start.length >= 10 && new String(start, 0, 10,
                java.nio.charset.StandardCharsets.US_ASCII).equals("MATLAB 7.3");
    }

    private static boolean isVersion5(byte[] start) {
        return start.length >= 128 && start[0] != 0 && start[1] != 0 && start[2] != 0 && start[3] != 0
                && (start[126] == 'I' && start[127] == 'M' && start[125] == 1
                        || start[126] == 'M' && start[127] == 'I' && start[124] == 1);
    }

    private static boolean isHdf5(byte[] start) {
        return has(start, 0) || has(start, 512);
    }

    private static boolean has(byte[] start, int at) {
        if (start.length < at + HDF5.length) {
            return false;
        }
        for (int i = 0; i < HDF5.length; i++) {
            if (start[at + i] != HDF5[i]) {
                return false;
            }
        }
        return true;
    }
}
