package org.engram.io.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.core.Progress;

/** A format recordings can be written in. */
public interface WritableRecordingFormat extends RecordingFormat {
    /**
     * Writes a recording with the defaults of the format, block by block, beside its final name and moved into place.
     *
     * @param recording what to write
     * @param file the file to make or replace; parent folders are made
     * @param notices told what the format could not keep
     * @param progress told how far it is
     * @throws IOException if reading or writing fails; no partial file is left
     */
    void write(Recording recording, Path file, Consumer<Notice> notices, Progress progress)
            throws IOException;
}
