package org.engram.io.recording.edf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;

/** Reads all signals of EDF and BDF files, whatever their sampling rates. */
public final class EdfRecordings {
    private EdfRecordings() {}

    /**
     * Reads a file whose signals have different sampling rates as one recording for each rate, each with all annotations.
     * Nothing is resampled; mne-python brings all signals to the highest rate, block by block, so that there slow signals
     * depend on how much is read at once.
     *
     * @param file an EDF or BDF file
     * @param options what to do where the file leaves room; its sampling rate is not looked at
     * @param notices told what is odd about the file
     * @return a recording for each rate, the fastest first; samples are read on demand
     * @throws org.engram.core.FormatException if the file is damaged; names the place
     * @throws IOException if the file cannot be read
     */
    public static List<Recording> readAllRates(Path file, ReadOptions options, Consumer<Notice> notices)
            throws IOException {
        return EdfFile.open(file, options, notices).allRates();
    }
}
