package org.engram.io.volume;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.format.FileFormat;

/** A format that holds one {@link Volume}. */
public interface VolumeFormat extends FileFormat {
    /**
     * @param file an existing file of this format
     * @param notices told what is odd about the file
     * @return its volume, read as lazily as the format allows
     * @throws IOException if the file cannot be read
     */
    Volume read(Path file, Consumer<Notice> notices) throws IOException;

    /**
     * Writes a volume with the defaults of the format, atomically.
     *
     * @param volume what to write
     * @param file the file to make or replace; parent folders are made
     * @param notices told what the format could not keep
     * @throws IOException if writing fails; no partial file is left
     */
    void write(Volume volume, Path file, Consumer<Notice> notices) throws IOException;
}
