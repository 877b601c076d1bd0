package org.engram.io.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.format.FileFormat;
import org.engram.io.format.Formats;

/** Reads and writes recordings and epochs in whatever format a file has. */
public final class Recordings {
    private Recordings() {}

    /**
     * Reads a recording; what is odd about the file is not told (see {@link #read(Path, ReadOptions, Consumer)}).
     *
     * @param file an existing file or folder of any installed recording format
     * @return its recording, samples read on demand
     * @throws IOException if the file cannot be read
     */
    public static Recording read(Path file) throws IOException {
        return read(file, ReadOptions.DEFAULT, notice -> {});
    }

    /**
     * @param file an existing file or folder of any installed recording format
     * @param options what to do where the file leaves room
     * @param notices told what is odd about the file
     * @return its recording, samples read on demand
     * @throws org.engram.core.FormatException if no format knows the file or its content is damaged
     * @throws UnsupportedFeatureException if its format holds no recording
     * @throws IOException if the file cannot be read
     */
    public static Recording read(Path file, ReadOptions options, Consumer<Notice> notices)
            throws IOException {
        FileFormat format = Formats.detect(file);
        if (format instanceof RecordingFormat recordings) {
            return recordings.read(file, options, notices);
        }
        throw new UnsupportedFeatureException(file + ": is " + format.name()
                + ", which holds no recording: give an EEG, MEG or sEEG file");
    }

    /**
     * @param file an existing file of any installed format
     * @return whether it holds epochs
     * @throws IOException if the file cannot be read
     */
    public static boolean holdsEpochs(Path file) throws IOException {
        return Formats.detect(file) instanceof EpochsFormat format && format.holdsEpochs(file);
    }

    /**
     * @param file an existing file of any installed format that holds epochs
     * @param notices told what is odd about the file
     * @return its epochs
     * @throws UnsupportedFeatureException if its format holds no epochs
     * @throws IOException if the file cannot be read
     */
    public static Epochs readEpochs(Path file, Consumer<Notice> notices) throws IOException {
        FileFormat format = Formats.detect(file);
        if (format instanceof EpochsFormat epochs) {
            return epochs.readEpochs(file, notices);
        }
        throw new UnsupportedFeatureException(file + ": is " + format.name()
                + ", which holds no epochs: cut epochs from a recording first (engram epochs)");
    }

    /**
     * Writes a recording in the format its name asks for, with that format's defaults.
     *
     * @param recording what to write
     * @param file the file to make or replace, such as {@code clean_raw.fif}
     * @param notices told what the format could not keep
     * @param progress told how far it is
     * @throws UnsupportedFeatureException if the name ends like no recording format that can be written
     * @throws IOException if reading or writing fails; no partial file is left
     */
    public static void write(Recording recording, Path file, Consumer<Notice> notices, Progress progress)
            throws IOException {
        Formats.forName(WritableRecordingFormat.class, file).write(recording, file, notices, progress);
    }
}
