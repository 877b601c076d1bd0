package org.engram.io.recording.eeglab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.array.mat.MatFile;
import org.engram.io.format.FileStart;
import org.engram.io.format.FileSummary;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.EpochsFormat;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFacts;
import org.engram.io.recording.RecordingFormat;

/** EEGLAB data sets as a registered format. */
public final class EeglabFormat implements RecordingFormat, EpochsFormat {
    /** Made by the service loader. */
    public EeglabFormat() {}

    @Override
    public String name() {
        return "EEGLAB";
    }

    @Override
    public List<String> extensions() {
        return List.of(".set");
    }

    @Override
    public Match recognise(FileStart start) {
        if (!start.lowerCaseName().endsWith(".set")) {
            return Match.NONE;
        }
        return MatFile.isMat(start.bytes()) ? Match.CONTENT : Match.NAME;
    }

    @Override
    public Recording read(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        return EeglabFile.open(file, notices).recording(options);
    }

    @Override
    public boolean holdsEpochs(Path file) throws IOException {
        return EeglabFile.openHeader(file).holdsEpochs();
    }

    @Override
    public Epochs readEpochs(Path file, Consumer<Notice> notices) throws IOException {
        return EeglabFile.open(file, notices).epochs();
    }

    @Override
    public FileSummary summarise(Path file) throws IOException {
        List<Notice> notices = new ArrayList<>();
        EeglabFile set = EeglabFile.open(file, notices::add);
        if (!set.holdsEpochs()) {
            return new FileSummary(name(), RecordingFacts.of(set.recording()), notices);
        }
        Epochs epochs = set.epochs();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("epochs", Integer.toString(epochs.trialCount()));
        facts.put("channels", Integer.toString(epochs.channelCount()));
        facts.put("sampling rate", epochs.samplingRateHz() + " Hz");
        double[] times = epochs.times();
        facts.put("times", times[0] + " to " + times[times.length - 1] + " s");
        set.ica().ifPresent(
                ica -> facts.put("independent components", Integer.toString(ica.componentCount())));
        return new FileSummary(name(), facts, notices);
    }
}
