package org.engram.io.recording.fif;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;

/**
 * The channels of a file with their full, unique names, and what their short names stand for in the rest of the file.
 */
final class ChannelTable {
    private final List<FifChannel> channels;
    private final Map<String, String> fullNames;
    private final Set<String> bad;

    private ChannelTable(List<FifChannel> channels, Map<String, String> fullNames, Set<String> bad) {
        this.channels = channels;
        this.fullNames = fullNames;
        this.bad = bad;
    }

    /** Reads the channels listed in a block, and their long names. */
    static ChannelTable read(FifFile file, Block block, Consumer<Notice> notices) throws IOException {
        int count = file.integer(file.need(block, Kinds.CHANNEL_COUNT, "the number of channels"));
        List<Tag> tags = block.findAll(Kinds.CHANNEL);
        if (count < 1 || tags.size() != count) {
            throw new FormatException(file.path(), count + " channels are announced, " + tags.size()
                    + " are described: the file is damaged");
        }
        List<FifChannel> channels = new ArrayList<>(count);
        for (Tag tag : tags) {
            if (tag.size() != FifChannel.BYTES) {
                throw file.damaged(tag, "channel " + (channels.size() + 1) + " is described in " + tag.size()
                        + " bytes, expected " + FifChannel.BYTES);
            }
            channels.add(FifChannel.read(file.content(tag)));
        }
        List<Block> details = block.children().stream().filter(child -> child.kind() == Blocks.CHANNEL)
                .toList();
        Map<String, String> fullNames = new HashMap<>();
        if (!details.isEmpty()) {
            if (details.size() != count) {
                throw new FormatException(file.path(), details.size() + " of " + count
                        + " channels are described at length: expected all or none");
            }
            for (int i = 0; i < count; i++) {
                FifChannel full = detailed(file, details.get(i), channels.get(i));
                fullNames.put(channels.get(i).name(), full.name());
                channels.set(i, full);
            }
        }
        return new ChannelTable(unique(channels, notices), fullNames, Set.of());
    }

    private static FifChannel detailed(FifFile file, Block block, FifChannel brief) throws IOException {
        FifChannel channel = brief;
        for (Tag tag : block.tags()) {
            if (tag.kind() == Kinds.CHANNEL_NAME) {
                channel = channel.withName(file.text(tag));
            }
        }
        return channel;
    }

    /** Channels without a name get one; names that occur several times get a running number, as MNE gives them. */
    private static List<FifChannel> unique(List<FifChannel> channels, Consumer<Notice> notices) {
        Map<String, Integer> times = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (FifChannel channel : channels) {
            times.merge(channel.name(), 1, Integer::sum);
            taken.add(channel.name());
        }
        Map<String, Integer> next = new HashMap<>();
        List<FifChannel> unique = new ArrayList<>(channels.size());
        for (FifChannel channel : channels) {
            String name = channel.name();
            if (name.isEmpty() || times.get(name) > 1) {
                String stem = name.isEmpty() ? "unnamed" : name;
                String numbered;
                do {
                    numbered = stem + "-" + (next.merge(stem, 1, Integer::sum) - 1);
                } while (!taken.add(numbered));
                name = numbered;
            }
            unique.add(channel.withName(name));
        }
        if (!next.isEmpty()) {
            notices.accept(new Notice("channel-names-numbered", "channels share the names " + next.keySet()
                    + "; they are numbered from 0"));
        }
        return unique;
    }

    List<FifChannel> all() {
        return channels;
    }

    int size() {
        return channels.size();
    }

    ChannelTable withBad(List<String> names) {
        return new ChannelTable(channels, fullNames, Set.copyOf(full(names)));
    }

    ChannelTable withBadOf(ChannelTable other) {
        return new ChannelTable(channels, fullNames, other.bad);
    }

    /** The full names behind names as the rest of the file writes them. */
    List<String> full(List<String> names) {
        return names.stream().map(name -> fullNames.getOrDefault(name, name)).toList();
    }

    List<Channel> channels(Band band) {
        return channels.stream().map(channel -> channel.toChannel(bad.contains(channel.name()), band))
                .toList();
    }

    /** SI units per stored number, for samples that are to be multiplied by the range too. */
    double[] rawScales(ReadOptions options) {
        double[] scales = averageScales(options);
        for (int i = 0; i < scales.length; i++) {
            scales[i] *= channels.get(i).range();
        }
        return scales;
    }

    /** SI units per stored number, for averages and epochs, which have no range. */
    double[] averageScales(ReadOptions options) {
        double[] scales = new double[channels.size()];
        for (int i = 0; i < scales.length; i++) {
            FifChannel channel = channels.get(i);
            double unit = channel.isVoltage()
                    ? options.assumedUnit(channel.name()).orElse(channel.unitScale())
                    : channel.unitScale();
            scales[i] = channel.calibration() * unit;
        }
        return scales;
    }
}
