package org.engram.io.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.gzip.GzipInput;

/**
 * Voxels that stay in their file until they are read, for every format that stores them as one run.
 *
 * <p>An uncompressed file is mapped into memory in segments: reading a 3D volume touches only its pages, and files
 * beyond 2 GB or 2^31 voxels are no exception. A gzip file (known by its first bytes, not its name) is unpacked as a
 * stream on a thread of its own a few blocks ahead of the reader: one pass in file order unpacks once and holds about
 * a megabyte; reading an earlier voxel starts again at the beginning.
 */
public final class FileVoxels {
    private static final long GZIP_SLACK_BYTES = 1 << 16;

    private FileVoxels() {}

    /**
     * @param file an existing file, gzip or plain
     * @param layout how the voxels lie in it
     * @return the voxels, read when asked for
     * @throws FormatException if the file is too short for the layout; of a gzip file only what its size rules out is
     *     seen here, the rest when the missing part is read
     * @throws IOException if the file cannot be read
     */
    public static VoxelSource open(Path file, StoredLayout layout) throws IOException {
        long fileBytes = Files.size(file);
        if (GzipInput.isGzip(file)) {
            long possible = possibleBytes(fileBytes);
            if (layout.fileBytes() > possible) {
                throw new FormatException(file, "header asks for " + layout.fileBytes() + " bytes, but "
                        + fileBytes + " bytes of gzip can hold at most " + possible
                        + ": the header is damaged or the file is incomplete");
            }
            return new GzipVoxels(file, layout);
        }
        if (layout.fileBytes() > fileBytes) {
            throw tooShort(file, layout, fileBytes);
        }
        return new MappedVoxels(file, layout);
    }

    /**
     * Opens a file that may end early. 3D volumes that are not there in full read as zeros. A gzip file is unpacked
     * once here to find its length.
     *
     * @param file an existing file, gzip or plain
     * @param layout how the voxels should lie in it
     * @param volumeSize voxels in a 3D volume
     * @param notices told how many volumes are missing
     * @return as many voxels as the layout says
     * @throws FormatException if not even one volume is there
     * @throws IOException if the file cannot be read
     */
    public static VoxelSource openTruncated(Path file, StoredLayout layout, long volumeSize,
            Consumer<Notice> notices) throws IOException {
        long available = unpackedBytes(file, layout.fileBytes());
        if (available >= layout.fileBytes()) {
            return open(file, layout);
        }
        long volumeBytes = Math.multiplyExact(volumeSize, layout.type().bytes());
        long whole = Math.max(0, available - layout.dataOffset()) / volumeBytes;
        if (whole == 0) {
            throw tooShort(file, layout, available);
        }
        notices.accept(new Notice("volume-truncated", file + ": holds " + available + " of "
                + layout.fileBytes() + " bytes; of " + layout.voxelCount() / volumeSize + " volumes the last "
                + (layout.voxelCount() / volumeSize - whole) + " are missing and read as zeros"));
        StoredLayout present = new StoredLayout(layout.dataOffset(), layout.type(), layout.byteOrder(),
                layout.scaling(), whole * volumeSize);
        return new ZeroPaddedVoxels(open(file, present), layout.voxelCount());
    }

    static FormatException tooShort(Path file, StoredLayout layout, long available) {
        return new FormatException(file, available, "the file ends here, but its header promises "
                + layout.fileBytes() + " bytes (" + layout.voxelCount() + " voxels of " + layout.type()
                + " from byte " + layout.dataOffset()
                + "): copy or download it again, or allow truncated files to read the volumes that are whole");
    }

    static EngramException unreadable(Path file, Throwable cause) {
        return new EngramException(file + ": could not be read: " + cause.getMessage()
                + "; check that the disk is there and the file was not changed meanwhile", cause);
    }

    private static long possibleBytes(long gzipBytes) {
        return gzipBytes > (Long.MAX_VALUE - GZIP_SLACK_BYTES) / GzipInput.LARGEST_RATIO
                ? Long.MAX_VALUE
                : gzipBytes * GzipInput.LARGEST_RATIO + GZIP_SLACK_BYTES;
    }

    private static long unpackedBytes(Path file, long enough) throws IOException {
        if (!GzipInput.isGzip(file)) {
            return Files.size(file);
        }
        byte[] block = new byte[GzipInput.BUFFER_BYTES];
        try (GzipInput in = GzipInput.open(file, GzipInput.BUFFER_BYTES)) {
            while (in.unpackedBytes() < enough && in.read(block, 0, block.length) >= 0) {
                continue;
            }
            return in.unpackedBytes();
        }
    }
}
