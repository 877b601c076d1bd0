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

/** The BioSemi Data Format, plain and "plus": EDF with 24-bit samples. Written as BDF+. */
public final class BdfFormat implements WritableRecordingFormat {
    @Override
    public String name() {
        return "BDF";
    }

    @Override
    public List<String> extensions() {
        return List.of(".bdf");
    }

    @Override
    public Match recognise(FileStart start) {
        return start.has(0, (byte) 0xff, (byte) 'B', (byte) 'I', (byte) 'O', (byte) 'S', (byte) 'E',
                (byte) 'M',
                (byte) 'I') && !start.isCompressed() ? Match.CONTENT : Match.NONE;
    }

    @Override
    public Recording read(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        return EdfFile.open(file, options, notices).recording();
    }

    @Override
    public void write(Recording recording, Path file, Consumer<Notice> notices, Progress progress)
            throws IOException {
        EdfWriter.write(recording, file, true, notices, progress);
    }
}
