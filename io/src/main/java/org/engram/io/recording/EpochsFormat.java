package org.engram.io.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.format.FileFormat;

/** A format that can hold {@link Epochs}. */
public interface EpochsFormat extends FileFormat {
    /**
     * @param file an existing file of this format
     * @return whether it holds epochs rather than something else this format can hold; reads headers only
     * @throws IOException if the file cannot be read
     */
    boolean holdsEpochs(Path file) throws IOException;

    /**
     * @param file an existing file of this format that holds epochs
     * @param notices told what is odd about the file
     * @return its epochs; trials are read when they are asked for, where the format allows
     * @throws IOException if the file cannot be read
     */
    Epochs readEpochs(Path file, Consumer<Notice> notices) throws IOException;
}
