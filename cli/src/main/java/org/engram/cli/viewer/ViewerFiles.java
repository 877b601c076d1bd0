package org.engram.cli.viewer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.format.FileFormat;
import org.engram.io.format.Formats;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.io.volume.nifti.NiftiFormat;
import org.engram.io.volume.nifti.NiftiWriter;

/**
 * Files on disk as the viewer takes them. NIfTI in one file goes in as it is (packed when it is not), MGH and MGZ too;
 * every other volume that Engram reads (Analyze and NIfTI pairs, say) is turned into NIfTI on the way. Of a series
 * that would unpack to more than {@link #LARGEST_SERIES_BYTES} the first volumes are taken, with the notice
 * {@code series-shortened}.
 */
public final class ViewerFiles {
    /** A series may unpack to this many bytes; browsers hold it whole, and as single precision besides. */
    public static final long LARGEST_SERIES_BYTES = 128L << 20;

    private ViewerFiles() {}

    /**
     * @param file a volume
     * @param notices told what is odd about the file, and what of it is left out
     * @return it, labelled with its name without ending
     * @throws EngramException if it is too large for a page, or no volume
     * @throws IOException if it cannot be read
     */
    public static ViewerImage volume(Path file, Consumer<Notice> notices) throws IOException {
        String name = file.getFileName().toString();
        long size = Files.size(file);
        if (isMgh(name)) {
            requireRoom(file, size);
            return ViewerImage.ofFile(file).withLabel(stem(file));
        }
        FileFormat format = Formats.detect(file);
        try (Volume volume = Volumes.read(file, notices)) {
            long fits = fitting(volume, LARGEST_SERIES_BYTES);
            boolean isWhole = fits >= volume.volumeCount();
            boolean isPlain = format instanceof NiftiFormat && hasNiftiName(name);
            byte[] bytes;
            if (isWhole && isPlain) {
                requireRoom(file, size);
                bytes = isPacked(name) ? Files.readAllBytes(file) : packed(file);
            } else {
                if (!isWhole) {
                    notices.accept(new Notice("series-shortened", name + " has " + volume.volumeCount()
                            + " volumes, more than a page can carry: the first " + fits + " are shown"));
                }
                bytes = converted(isWhole ? volume : first(volume, (int) fits));
            }
            requireRoom(file, bytes.length);
            return ViewerImage.of(stem(file) + ".nii.gz", bytes).withLabel(stem(file));
        }
    }

    /**
     * @param file a surface or values on one, in a format the viewer reads itself; unpacked when it is gzipped
     * @return it, labelled with its name without ending
     * @throws EngramException if it is too large for a page
     * @throws IOException if it cannot be read
     */
    public static ViewerImage surface(Path file) throws IOException {
        String name = file.getFileName().toString();
        byte[] bytes;
        if (isPacked(name)) {
            name = name.substring(0, name.length() - 3);
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                bytes = in.readNBytes((int) ViewerScene.LARGEST_BYTES + 1);
            }
        } else {
            requireRoom(file, Files.size(file));
            bytes = Files.readAllBytes(file);
        }
        requireRoom(file, bytes.length);
        return ViewerImage.of(name, bytes).withLabel(stem(file));
    }

    /**
     * @param file a file
     * @return its name without folder and ending; {@code .nii.gz} and the like count as one ending
     */
    public static String stem(Path file) {
        String name = file.getFileName().toString();
        String lower = name.toLowerCase(Locale.ROOT);
        String packed = lower.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        int dot = packed.lastIndexOf('.');
        return dot > 0 ? packed.substring(0, dot) : packed;
    }

    /**
     * @param file a file name
     * @return whether it is MGH or MGZ, which the viewer reads but Engram does not
     */
    static boolean isMgh(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        return lower.endsWith(".mgh") || lower.endsWith(".mgz");
    }

    private static boolean hasNiftiName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".nii") || lower.endsWith(".nii.gz");
    }

    private static boolean isPacked(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /** The number of volumes that unpack to so many bytes, at least 1. */
    static long fitting(Volume volume, long bytes) {
        long one = (long) volume.volumeSize() * volume.voxels().type().bytes();
        return Math.max(1, Math.min(volume.volumeCount(), bytes / one));
    }

    /** The first volumes of a series, in memory. */
    static Volume first(Volume series, int count) {
        List<float[]> volumes = new ArrayList<>(count);
        for (int t = 0; t < count; t++) {
            volumes.add(series.readVolume(t));
        }
        long[] shape = series.shape();
        long[] shortened = count == 1
                ? new long[] {shape[0], shape[1], shape[2]}
                : new long[] {shape[0], shape[1], shape[2], count};
        return Volume.of(volumes, shortened, series.affine())
                .withRepetitionTime(series.repetitionTimeSeconds());
    }

    private static byte[] packed(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new FastGzip(bytes)) {
            Files.copy(file, out);
        }
        return bytes.toByteArray();
    }

    private static byte[] converted(Volume volume) throws IOException {
        Path passing = Files.createTempFile("engram-view", ".nii.gz");
        try {
            NiftiWriter.defaults().write(volume, passing);
            return Files.readAllBytes(passing);
        } finally {
            Files.deleteIfExists(passing);
        }
    }

    private static void requireRoom(Path file, long bytes) {
        if (bytes > ViewerScene.LARGEST_BYTES) {
            throw new EngramException(file + ": takes " + (bytes >> 20) + " MiB, more than the "
                    + (ViewerScene.LARGEST_BYTES >> 20)
                    + " MiB a page can carry: store it with fewer bytes per voxel"
                    + " (engram convert --type int16 IN OUT.nii.gz) or cut or resample it to fewer voxels first");
        }
    }

    /** Packs for speed: the page is read from a disk. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
