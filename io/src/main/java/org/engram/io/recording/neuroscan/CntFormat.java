package org.engram.io.recording.neuroscan;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.format.FileStart;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFormat;
import org.engram.io.recording.Unit;
import org.engram.io.recording.naming.ChannelLabels;
import org.engram.io.recording.samples.RecordLayout;
import org.engram.io.recording.samples.RecordSamples;
import org.engram.io.recording.samples.StoredSignal;

/** Neuroscan continuous EEG. */
public final class CntFormat implements RecordingFormat {
    @Override
    public String name() {
        return "Neuroscan CNT";
    }

    @Override
    public List<String> extensions() {
        return List.of(".cnt");
    }

    @Override
    public Match recognise(FileStart start) {
        boolean version = start.has(0, (byte) 'V', (byte) 'e', (byte) 'r', (byte) 's', (byte) 'i', (byte) 'o',
                (byte) 'n', (byte) ' ', (byte) '3');
        return version && start.lowerCaseName().endsWith(".cnt") && !start.isCompressed()
                ? Match.CONTENT
                : Match.NONE;
    }

    @Override
    public Recording read(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        CntHeader header = CntHeader.read(file, notices);
        List<CntHeader.Electrode> electrodes = header.electrodes();
        List<String> names = ChannelLabels.unique(
                electrodes.stream().map(CntHeader.Electrode::label).toList(),
                notices);
        long channelBytes = (long) header.blockSamples() * header.type().bytes();
        List<Channel> channels = new ArrayList<>();
        List<StoredSignal> signals = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            CntHeader.Electrode electrode = electrodes.get(i);
            ChannelType type = ChannelLabels.typeOf(electrode.label());
            boolean stimulus = type == ChannelType.STIM;
            double scale = stimulus
                    ? 1
                    : electrode.voltsPerUnit() * options.assumedUnit(names.get(i)).orElse(1e-6) * 1e6;
            channels.add(Channel.of(names.get(i), type).withType(type, stimulus ? Unit.NONE : Unit.VOLT)
                    .withBad(electrode.bad()).withBand(header.band()));
            signals.add(StoredSignal.scaled(i * channelBytes, header.blockSamples(), header.type(), scale,
                    stimulus ? 0 : -electrode.baseline() * scale));
        }
        RecordLayout layout = new RecordLayout(file,
                CntHeader.FIXED + (long) CntHeader.ELECTRODE * electrodes.size(),
                channelBytes * electrodes.size(), header.samples() / header.blockSamples(), false);
        return Recording
                .builder(channels, header.rateHz(), header.samples(), new RecordSamples(layout, signals))
                .startTime(header.start().map(time -> time.toInstant(ZoneOffset.UTC)).orElse(null))
                .band(header.band()).annotations(CntEvents.read(file, header, notices))
                .facts(Map.of("variant", "Neuroscan " + 8 * header.type().bytes() + " bit")).build();
    }
}
