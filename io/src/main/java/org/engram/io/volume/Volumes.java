package org.engram.io.volume;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.format.FileFormat;
import org.engram.io.format.Formats;

/** Reads and writes volumes in whatever format a file has. */
public final class Volumes {
    private Volumes() {}

    /**
     * Reads a volume; what is odd about the file is not told (see {@link #read(Path, Consumer)}).
     *
     * @param file an existing file of any installed volume format
     * @return its volume, read lazily where the format allows
     * @throws IOException if the file cannot be read
     */
    public static Volume read(Path file) throws IOException {
        return read(file, notice -> {});
    }

    /**
     * @param file an existing file of any installed volume format
     * @param notices told what is odd about the file
     * @return its volume, read lazily where the format allows
     * @throws org.engram.core.FormatException if no format knows the file or its content is damaged
     * @throws UnsupportedFeatureException if its format holds no volume
     * @throws IOException if the file cannot be read
     */
    public static Volume read(Path file, Consumer<Notice> notices) throws IOException {
        FileFormat format = Formats.detect(file);
        if (format instanceof VolumeFormat volumes) {
            return volumes.read(file, notices);
        }
        throw new UnsupportedFeatureException(file + ": is " + format.name()
                + ", which holds no volume: give an image file");
    }

    /**
     * Writes a volume in the format its name asks for, with that format's defaults.
     *
     * @param volume what to write
     * @param file the file to make or replace, such as {@code mask.nii.gz}
     * @throws UnsupportedFeatureException if the name ends like no volume format
     * @throws IOException if writing fails; no partial file is left
     */
    public static void write(Volume volume, Path file) throws IOException {
        write(volume, file, notice -> {});
    }

    /**
     * Writes a volume in the format its name asks for, with that format's defaults.
     *
     * @param volume what to write
     * @param file the file to make or replace, such as {@code mask.nii.gz}
     * @param notices told what the format could not keep
     * @throws UnsupportedFeatureException if the name ends like no volume format
     * @throws IOException if writing fails; no partial file is left
     */
    public static void write(Volume volume, Path file, Consumer<Notice> notices) throws IOException {
        Formats.forName(VolumeFormat.class, file).write(volume, file, notices);
    }
}
