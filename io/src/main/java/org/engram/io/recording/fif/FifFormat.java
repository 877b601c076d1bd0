package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.format.FileStart;
import org.engram.io.format.FileSummary;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.EpochsFormat;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFacts;
import org.engram.io.recording.WritableRecordingFormat;
import org.engram.io.recording.fif.tag.FifFile;

/** FIFF, the format of Neuromag MEG systems and of MNE, as a registered format. */
public final class FifFormat implements WritableRecordingFormat, EpochsFormat {
    private static final ReadOptions LOOK = ReadOptions.DEFAULT.withLenient(true).withActiveShielding(true);

    /** Made by the service loader. */
    public FifFormat() {}

    @Override
    public String name() {
        return "FIFF";
    }

    @Override
    public List<String> extensions() {
        return List.of(".fif", ".fif.gz");
    }

    @Override
    public Match recognise(FileStart start) {
        // kind 100, type 31, 20 bytes: the identity of the file
        if (start.has(0, (byte) 0, (byte) 0, (byte) 0, (byte) 100, (byte) 0, (byte) 0, (byte) 0, (byte) 31,
                (byte) 0,
                (byte) 0, (byte) 0, (byte) 20)) {
            return Match.CONTENT;
        }
        return extensions().stream().anyMatch(start.lowerCaseName()::endsWith) ? Match.NAME : Match.NONE;
    }

    @Override
    public Recording read(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        return RawReader.read(file, options, notices);
    }

    @Override
    public void write(Recording recording, Path file, Consumer<Notice> notices, Progress progress)
            throws IOException {
        FifRawWriter.write(recording, file, FifWriteOptions.DEFAULT, notices, progress);
    }

    @Override
    public boolean holdsEpochs(Path file) throws IOException {
        return FifContents.of(FifFile.open(file, true, notice -> {})).contains(FifContents.EPOCHS);
    }

    @Override
    public Epochs readEpochs(Path file, Consumer<Notice> notices) throws IOException {
        return EpochsReader.read(file, ReadOptions.DEFAULT, notices);
    }

    @Override
    public FileSummary summarise(Path file) throws IOException {
        List<Notice> notices = new ArrayList<>();
        FifFile content = FifFile.open(file, true, notices::add);
        List<FifContents> holds = FifContents.of(content);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("holds", holds.isEmpty()
                ? "nothing that is known here"
                : String.join(", ", holds.stream().map(FifContents::words).toList()));
        if (!holds.isEmpty()) {
            try {
                facts.putAll(holds.get(0) == FifContents.RAW
                        ? RecordingFacts.of(RawReader.read(content, LOOK, notices::add))
                        : FifFacts.of(content, holds.get(0), notices::add));
            } catch (EngramException damaged) {
                notices.add(new Notice("fif-content-not-read", damaged.getMessage()));
            }
        }
        return new FileSummary(name(), facts, notices);
    }
}
