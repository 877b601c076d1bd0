package org.engram.io.bids;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SampleSource;
import org.engram.io.recording.Unit;
import org.engram.io.table.ClosestName;
import org.engram.io.table.Column;
import org.engram.io.table.Table;

/**
 * A {@code channels.tsv}: says of each channel what it is, in what unit, whether it is bad, what was filtered and against
 * what it was measured.
 */
record ChannelSidecar(Table table, Consumer<Notice> notices) {

    Recording apply(Recording recording) {
        Map<String, Integer> rows = new HashMap<>();
        List<String> names = table.text("name");
        for (int row = 0; row < names.size(); row++) {
            rows.putIfAbsent(names.get(row), row);
        }
        List<Channel> channels = new ArrayList<>(renamed(recording, rows, names));
        double[] scales = new double[channels.size()];
        List<String> missing = new ArrayList<>();
        boolean scaled = false;
        for (int i = 0; i < scales.length; i++) {
            scales[i] = 1;
            Integer row = rows.get(channels.get(i).name());
            if (row == null) {
                missing.add(channels.get(i).name());
                continue;
            }
            Channel typed = typed(channels.get(i), row);
            OptionalDouble scale = scale(channels.get(i), typed, row);
            if (scale.isPresent()) {
                scales[i] = scale.getAsDouble();
                scaled |= scales[i] != 1;
                typed = typed.withType(typed.type(), Unit.VOLT);
            }
            channels.set(i, described(typed, row));
        }
        if (!missing.isEmpty()) {
            note("bids-channels-missing", "does not list " + ClosestName.list(missing));
        }
        Recording.Builder builder = recording.toBuilder().channels(channels);
        return (scaled ? builder.source(scaled(recording.source(), scales)) : builder).build();
    }

    private void note(String code, String text) {
        notices.accept(new Notice(code, table.source() + ": " + text));
    }

    /** When no name fits but as many channels are listed, the file was renamed by hand: the table is believed. */
    private List<Channel> renamed(Recording recording, Map<String, Integer> rows, List<String> names) {
        List<Channel> channels = recording.channels();
        boolean none = channels.stream().noneMatch(channel -> rows.containsKey(channel.name()));
        if (!none || rows.size() != channels.size()) {
            return channels;
        }
        note("bids-channels-renamed", "lists other names than the data file (" + names.get(0) + " for "
                + channels.get(0).name() + ", ...) but as many channels: they were taken in order");
        List<Channel> renamed = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            renamed.add(channels.get(i).withName(names.get(i)));
        }
        return renamed;
    }

    private Optional<String> cell(String column, int row) {
        if (!table.has(column)) {
            return Optional.empty();
        }
        Column cells = table.column(column);
        return cells.isMissing(row) ? Optional.empty() : Optional.of(cells.text(row));
    }

    private Channel typed(Channel channel, int row) {
        Optional<String> written = cell("type", row);
        if (written.isEmpty()) {
            return channel;
        }
        Optional<ChannelType> type = ChannelType.named(written.get());
        if (type.isEmpty()) {
            note("bids-channel-type-unknown", "channel " + channel.name() + " has the unknown type \""
                    + written.get() + "\"; it stays " + channel.type());
            return channel;
        }
        boolean magnetic = channel.unit() == Unit.TESLA || channel.unit() == Unit.TESLA_PER_METRE;
        boolean contradicts = type.get().defaultUnit() == Unit.VOLT && magnetic
                || type.get().isMeg() && channel.unit() == Unit.VOLT && channel.type().isBrain();
        if (contradicts) {
            note("bids-channel-type-differs", "channel " + channel.name() + " is " + type.get()
                    + " here, but " + channel.type() + " in " + channel.unit().symbol()
                    + " in the data file, which is believed");
            return channel;
        }
        return channel.withType(type.get(), channel.unit());
    }

    /** Volts per stored unit, where the data file gave no unit and the table does. */
    private OptionalDouble scale(Channel stored, Channel typed, int row) {
        Optional<String> written = cell("units", row);
        if (written.isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalDouble volts = Unit.voltsPer(written.get());
        boolean voltage = typed.type().defaultUnit() == Unit.VOLT;
        if (stored.unit() == Unit.NONE) {
            return voltage ? volts : OptionalDouble.empty();
        }
        String upper = written.get().toUpperCase(Locale.ROOT);
        boolean magnetic = stored.unit() == Unit.TESLA || stored.unit() == Unit.TESLA_PER_METRE;
        boolean differs = stored.unit() == Unit.VOLT && volts.isEmpty()
                && upper.matches("[FPNUM\u00B5\u039C]?T(/.?M)?")
                || magnetic && volts.isPresent();
        if (differs) {
            note("bids-units-differ",
                    "channel " + stored.name() + " is in " + written.get() + " here, but in "
                            + stored.unit().symbol() + " in the data file, which is believed");
        }
        return OptionalDouble.empty();
    }

    private Channel described(Channel channel, int row) {
        double high = number("low_cutoff", row);
        double low = number("high_cutoff", row);
        Band band = new Band(Double.isNaN(high) ? channel.band().highPassHz() : high,
                Double.isNaN(low) ? channel.band().lowPassHz() : low);
        Optional<String> status = cell("status", row);
        Channel described = channel.withBand(band)
                .withBad(status.map(text -> text.equalsIgnoreCase("bad")).orElse(channel.bad()));
        return cell("reference", row).map(described::withReference).orElse(described);
    }

    private double number(String column, int row) {
        Optional<String> text = cell(column, row);
        try {
            return text.isPresent() ? Double.parseDouble(text.get()) : Double.NaN;
        } catch (NumberFormatException words) {
            return Double.NaN; // the standard allows words here, such as "DC"
        }
    }

    private static SampleSource scaled(SampleSource source, double[] scales) {
        return (channels, first, count, into, offset) -> {
            source.read(channels, first, count, into, offset);
            for (int i = 0; i < channels.length; i++) {
                double scale = scales[channels[i]];
                for (int s = offset; scale != 1 && s < offset + count; s++) {
                    into[i][s] *= scale;
                }
            }
        };
    }
}
