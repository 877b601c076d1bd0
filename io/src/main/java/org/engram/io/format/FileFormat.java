package org.engram.io.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file format: how to know it and how to describe a file of it. Implementations have a public constructor without
 * parameters, hold no state and are found by {@link java.util.ServiceLoader}.
 */
public interface FileFormat {
    /** @return the name a person knows it by, such as {@code "NIfTI"}; unique among formats */
    String name();

    /** @return usual file name endings in lower case with their dot, the preferred one first */
    List<String> extensions();

    /**
     * Says how well a file fits. Must not read the whole file; looking for neighbours on disk is allowed.
     *
     * @param start the name and the first bytes of the file, uncompressed
     * @return how well it fits; the format with the strongest match is taken
     */
    Match recognise(FileStart start);

    /**
     * Describes a file without reading its body.
     *
     * @param file an existing file (or folder, where the format is one)
     * @return format, facts and notices
     * @throws IOException if the file cannot be read
     */
    FileSummary summarise(Path file) throws IOException;

    /** How well a file fits a format, weakest first. */
    enum Match {
        /** Not this format. */
        NONE,
        /** Only the name fits; the content is not known to contradict. */
        NAME,
        /** The content fits. */
        CONTENT,
        /** The content fits and is a special case of another format (CIFTI-2 inside NIfTI-2, say). */
        SPECIAL_CASE
    }
}
