package org.engram.io.array;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.io.AtomicFile;
import org.engram.io.table.ClosestName;

/** Reads and writes {@code .npz} archives: named arrays in a zip file, stored or deflated. */
public final class NpzFile {
    private static final String ENDING = ".npy";
    /** Deflate cannot shrink data further than this. */
    private static final long GREATEST_COMPRESSION = 1032;
    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NpzFile() {}

    /**
     * @param file an {@code .npz} file
     * @return the names of its arrays, in the order of the file
     * @throws IOException if the file cannot be read
     */
    public static List<String> names(Path file) throws IOException {
        try (ZipFile zip = open(file)) {
            return names(zip);
        }
    }

    private static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                    "is no .npz archive, or is cut off: " + e.getMessage(), e);
        }
    }

    private static List<String> names(ZipFile zip) {
        return zip.stream().map(ZipEntry::getName).filter(name -> name.endsWith(ENDING))
                .map(name -> name.substring(0, name.length() - ENDING.length())).toList();
    }

    /**
     * @param file an {@code .npz} file
     * @param name the name of an array
     * @return that array; the other ones are not read
     * @throws IOException if the file cannot be read
     */
    public static NpyArray read(Path file, String name) throws IOException {
        try (ZipFile zip = open(file)) {
            return read(zip, file, name);
        }
    }

    /**
     * @param file an {@code .npz} file
     * @return all its arrays by name, in the order of the file
     * @throws IOException if the file cannot be read
     */
    public static Map<String, NpyArray> read(Path file) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        try (ZipFile zip = open(file)) {
            for (String name : names(zip)) {
                arrays.put(name, read(zip, file, name));
            }
        }
        return arrays;
    }

    private static NpyArray read(ZipFile zip, Path file, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name + ENDING);
        if (entry == null) {
            throw new EngramException(
                    file + ": no array \"" + name + "\"; " + ClosestName.hint(name, names(zip)));
        }
        String member = "array \"" + name + "\": ";
        long most = (entry.getCompressedSize() + 64) * GREATEST_COMPRESSION;
        if (entry.getSize() > most) {
            throw new FormatException(file,
                    member + "is said to unpack from " + entry.getCompressedSize() + " to "
                            + entry.getSize() + " bytes, which no deflated data can: the file is damaged");
        }
        try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            NpyArray array = NpyFile.read(in, entry.getSize(), file, member);
            in.transferTo(OutputStream.nullOutputStream());
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw new FormatException(file,
                        member + "its bytes do not match its checksum: the file is damaged");
            }
            return array;
        } catch (ZipException e) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                    member + "cannot be unpacked: " + e.getMessage(), e);
        }
    }

    /**
     * Writes arrays, whole or not at all. The same arrays give the same bytes.
     *
     * @param file the file
     * @param arrays by name, in the order of the map
     * @param compressed whether to deflate them
     * @throws IOException if writing fails
     */
    public static void write(Path file, Map<String, NpyArray> arrays, boolean compressed) throws IOException {
        AtomicFile.write(file, partial -> {
            try (ZipOutputStream zip = new ZipOutputStream(
                    new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16))) {
                for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
                    zip.putNextEntry(entry(array.getKey(), array.getValue(), compressed));
                    NpyFile.write(zip, array.getValue(), ByteOrder.LITTLE_ENDIAN, false);
                    zip.closeEntry();
                }
            }
        });
    }

    private static ZipEntry entry(String name, NpyArray array, boolean compressed) throws IOException {
        ZipEntry entry = new ZipEntry(name + ENDING);
        entry.setTimeLocal(FIXED_TIME);
        if (!compressed) {
            // A stored member needs size and checksum in front of it, so it is written once to count.
            CountingStream counter = new CountingStream();
            CheckedOutputStream checked = new CheckedOutputStream(counter, new CRC32());
            NpyFile.write(checked, array, ByteOrder.LITTLE_ENDIAN, false);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(counter.count);
            entry.setCrc(checked.getChecksum().getValue());
        }
        return entry;
    }

    /** Counts bytes and drops them. */
    private static final class CountingStream extends OutputStream {
        private long count;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count += length;
        }
    }
}
