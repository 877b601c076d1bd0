package org.engram.io.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.format.FileFormat;
import org.engram.io.format.FileSummary;

/** A format that holds a continuous {@link Recording}. */
public interface RecordingFormat extends FileFormat {
    /**
     * Reads and checks the header; samples are read when they are asked for.
     *
     * @param file an existing file (or folder) of this format
     * @param options what to do where the file leaves room
     * @param notices told what is odd about the file
     * @return its recording
     * @throws org.engram.core.FormatException if the file is damaged; names the place
     * @throws org.engram.core.UnsupportedFeatureException if it holds something else than a continuous recording
     * @throws IOException if the file cannot be read
     */
    Recording read(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException;

    @Override
    default FileSummary summarise(Path file) throws IOException {
        List<Notice> notices = new ArrayList<>();
        Recording recording = read(file, ReadOptions.DEFAULT.withLenient(true).withActiveShielding(true),
                notices::add);
        return new FileSummary(name(), RecordingFacts.of(recording), notices);
    }
}
