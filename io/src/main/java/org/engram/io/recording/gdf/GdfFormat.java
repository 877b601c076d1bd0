package org.engram.io.recording.gdf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.engram.io.recording.edf.Prefilter;
import org.engram.io.recording.naming.ChannelLabels;
import org.engram.io.recording.naming.PhysicalUnit;
import org.engram.io.recording.samples.RateGroups;
import org.engram.io.recording.samples.RecordedSignal;
import org.engram.io.recording.samples.StoredSignal;

/**
 * The General Data Format, versions 1 and 2. Of files with several sampling rates one is read, with the trigger channels
 * of all others held at it.
 */
public final class GdfFormat implements RecordingFormat {
    @Override
    public String name() {
        return "GDF";
    }

    @Override
    public List<String> extensions() {
        return List.of(".gdf");
    }

    @Override
    public Match recognise(FileStart start) {
        return start.has(0, (byte) 'G', (byte) 'D', (byte) 'F', (byte) ' ') && !start.isCompressed()
                ? Match.CONTENT
                : Match.NONE;
    }

    @Override
    public Recording read(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        GdfHeader header = GdfHeaderReader.read(file, notices);
        List<String> names = ChannelLabels.unique(header.signals().stream().map(GdfSignal::label).toList(),
                notices);
        RateGroups groups = new RateGroups(header.layout(), header.recordSeconds(),
                signals(header, names, options));
        Recording.Builder builder = groups.withTriggers(groups.choose(options.samplingRateHz(), notices));
        Recording plain = builder.build();
        int fastest = groups.all().get(0);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("variant", "GDF " + header.version());
        if (!header.patient().isEmpty()) {
            facts.put("patient", header.patient());
        }
        if (!header.recording().isEmpty()) {
            facts.put("recording", header.recording());
        }
        return builder.facts(facts).startTime(header.start().orElse(null))
                .band(Prefilter.common(plain.channels().stream().filter(c -> c.type().isBrain())
                        .map(Channel::band).toList()))
                .annotations(EventTable.read(header, groups.rateHz(fastest), number -> {
                    String name = number <= names.size() ? names.get(number - 1) : "";
                    return plain.channelNames().contains(name) ? name : "";
                }, notices)).build();
    }

    private static List<RecordedSignal> signals(GdfHeader header, List<String> names, ReadOptions options) {
        List<RecordedSignal> signals = new ArrayList<>();
        long offset = 0;
        for (int i = 0; i < names.size(); i++) {
            GdfSignal signal = header.signals().get(i);
            if (signal.samples() > 0) {
                signals.add(signal(signal, names.get(i), offset, options));
            }
            offset += (long) signal.samples() * signal.type().bytes();
        }
        return signals;
    }

    private static RecordedSignal signal(GdfSignal signal, String name, long offset, ReadOptions options) {
        PhysicalUnit unit = PhysicalUnit.of(signal.label(), signal.dimension(), options);
        Channel channel = unit.channel(name).withBand(signal.band());
        if (unit.type() == ChannelType.STIM) {
            return new RecordedSignal(channel,
                    StoredSignal.scaled(offset, signal.samples(), signal.type(), 1, 0));
        }
        if (!signal.hasRange()) {
            return new RecordedSignal(channel.withType(ChannelType.MISC, Unit.NONE),
                    StoredSignal.scaled(offset, signal.samples(), signal.type(), 1, 0));
        }
        return new RecordedSignal(channel, StoredSignal.scaled(offset, signal.samples(), signal.type(),
                signal.gain() * unit.factor(), signal.shift() * unit.factor()).withMissing(signal.missing()));
    }
}
