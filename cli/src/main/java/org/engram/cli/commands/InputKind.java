package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.format.FileFormat;
import org.engram.io.format.Formats;
import org.engram.io.recording.EpochsFormat;
import org.engram.io.recording.RecordingFormat;

/** What a file holds, for commands that do the same to different things. */
enum InputKind {
    /** A continuous EEG, MEG or intracranial recording. */
    RECORDING,
    /** Epochs cut from a recording. */
    EPOCHS,
    /** An image, or anything else. */
    OTHER;

    static InputKind of(Path file) throws IOException {
        FileFormat format = Formats.detect(file);
        if (format instanceof EpochsFormat epochs && epochs.holdsEpochs(file)) {
            return EPOCHS;
        }
        return format instanceof RecordingFormat ? RECORDING : OTHER;
    }

    /** Fails unless the file is a continuous recording. */
    static void requireRecording(Path file, String what) throws IOException {
        InputKind kind = of(file);
        if (kind != RECORDING) {
            throw new UnsupportedFeatureException(
                    file + ": holds " + (kind == EPOCHS ? "epochs" : "no recording")
                            + ", but " + what + " works on continuous EEG, MEG or intracranial recordings");
        }
    }
}
