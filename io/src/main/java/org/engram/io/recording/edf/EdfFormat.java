package org.engram.io.recording.edf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.format.FileStart;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.WritableRecordingFormat;

/**
 * The European Data Format, plain and "plus": 16-bit samples. Written as EDF+. Of files with several sampling rates one is
 * read, with the trigger channels of all others held at it; {@link EdfRecordings} gives all.
 */
public final class EdfFormat implements WritableRecordingFormat {
    @Override
    public String name() {
        return "EDF";
    }

    @Override
    public List<String> extensions() {
        return List.of(".edf");
    }

    /** A version of 0 padded with blanks, and digits where the length of the header stands. */
    @Override
    public Match recognise(FileStart start) {
        byte[] bytes = start.bytes();
        boolean fits = !start.isCompressed() && bytes.length >= 256 && bytes[0] == '0' && bytes[184] >= '0'
                && bytes[184] <= '9';
        for (int i = 1; fits && i < 8; i++) {
            fits = bytes[i] == ' ' || bytes[i] == 0;
        }
        return fits ? Match.CONTENT : Match.NONE;
    }

    @Override
    public Recording read(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        return EdfFile.open(file, options, notices).recording();
    }

    @Override
    public void write(Recording recording, Path file, Consumer<Notice> notices, Progress progress)
            throws IOException {
        EdfWriter.write(recording, file, false, notices, progress);
    }
}
