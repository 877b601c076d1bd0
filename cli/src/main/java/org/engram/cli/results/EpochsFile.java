package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.engram.core.Progress;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.fif.FifEpochs;
import org.engram.io.recording.fif.FifWriteOptions;
import org.engram.io.recording.npz.EpochsNpz;

/**
 * Writes epochs by the name of the file: {@code .npz} (see {@link EpochsNpz}) or {@code .fif}.
 */
public final class EpochsFile {
    private EpochsFile() {}

    /** @param file a name @return whether epochs can be written under it */
    public static boolean isWritable(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".npz") || name.endsWith(".fif");
    }

    /**
     * @param epochs what to write
     * @param file the file to make or replace
     * @param progress told how far it is
     * @throws UnsupportedFeatureException if the name has another ending
     * @throws IOException if reading or writing fails; no partial file is left
     */
    public static void write(Epochs epochs, Path file, Progress progress) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npz")) {
            EpochsNpz.write(epochs, file, progress);
        } else if (name.endsWith(".fif")) {
            FifEpochs.write(epochs, file, FifWriteOptions.DEFAULT, progress);
        } else {
            throw new UnsupportedFeatureException(
                    file + ": epochs are written as .npz or as -epo.fif: give such a name");
        }
    }

}
