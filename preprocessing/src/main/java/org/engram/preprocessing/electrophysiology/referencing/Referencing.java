package org.engram.preprocessing.electrophysiology.referencing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.io.table.ClosestName;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;

/** References for channels measured in volts: EEG, sEEG, ECoG and DBS, one type at a time. */
public final class Referencing {
    private Referencing() {}

    /**
     * The average reference of EEG channels: the mean of the good ones is subtracted from all. The rank is one less than
     * before.
     *
     * @param channels channels of a recording or epochs
     * @return that reference
     */
    public static ChannelMixing average(List<Channel> channels) {
        return average(channels, ChannelType.EEG);
    }

    /**
     * @param channels channels of a recording or epochs
     * @param type which of them
     * @return the mean of the good channels of that type subtracted from all of them
     */
    public static ChannelMixing average(List<Channel> channels, ChannelType type) {
        List<Channel> all = ofType(channels, type);
        List<String> good = all.stream().filter(channel -> !channel.bad()).map(Channel::name).toList();
        return against(all, good, "average",
                "average reference of " + good.size() + " " + type + " channels");
    }

    /**
     * @param channels channels of a recording or epochs
     * @param type which of them are referenced
     * @param references names of channels whose mean becomes the reference: one electrode, both mastoids ("linked"), ...
     * @return that reference; the channels themselves stay (a single one as zeros)
     */
    public static ChannelMixing to(List<Channel> channels, ChannelType type, String... references) {
        List<String> names = List.of(references);
        Set<Channel> all = new LinkedHashSet<>(ofType(channels, type));
        for (String name : names) {
            all.add(named(channels, name));
        }
        return against(List.copyOf(all), names, String.join("+", names),
                "reference to " + String.join(" and ", names));
    }

    private static ChannelMixing against(List<Channel> all, List<String> references, String label,
            String description) {
        if (references.isEmpty()) {
            throw new EngramException("no good channel is left to make a reference of");
        }
        int n = all.size();
        Matrix weights = Matrix.zeros(n, n);
        for (int j = 0; j < n; j++) {
            double share = references.contains(all.get(j).name()) ? 1.0 / references.size() : 0;
            for (int i = 0; i < n; i++) {
                weights.set(i, j, (i == j ? 1 : 0) - share);
            }
        }
        return ChannelMixing.of(description, all.stream().map(Channel::name).toList(),
                all.stream().map(channel -> channel.withReference(label)).toList(), weights);
    }

    /**
     * Differences of pairs of channels, named "anode-cathode", with the point half-way as position. The channels they are
     * made of are removed.
     *
     * @param channels channels of a recording or epochs
     * @param pairs anode and cathode of each
     * @return that montage; a pair with a bad channel comes out bad
     */
    public static ChannelMixing bipolar(List<Channel> channels, List<Pair> pairs) {
        Set<String> inputs = new LinkedHashSet<>();
        List<Channel> outputs = new ArrayList<>();
        for (Pair pair : pairs) {
            Channel anode = named(channels, pair.anode());
            Channel cathode = named(channels, pair.cathode());
            inputs.add(anode.name());
            inputs.add(cathode.name());
            outputs.add(anode.withName(pair.anode() + "-" + pair.cathode()).withReference(cathode.name())
                    .withBad(anode.bad() || cathode.bad()).withPosition(middle(anode, cathode).orElse(null)));
        }
        List<String> names = List.copyOf(inputs);
        Matrix weights = Matrix.zeros(outputs.size(), names.size());
        for (int i = 0; i < pairs.size(); i++) {
            weights.set(i, names.indexOf(pairs.get(i).anode()), 1);
            weights.set(i, names.indexOf(pairs.get(i).cathode()), -1);
        }
        return ChannelMixing.of("bipolar montage of " + pairs.size() + " pairs", names, outputs, weights)
                .removing(names);
    }

    private static Optional<Position> middle(Channel a, Channel b) {
        return a.position().flatMap(p -> b.position()
                .map(q -> new Position((p.x() + q.x()) / 2, (p.y() + q.y()) / 2, (p.z() + q.z()) / 2)));
    }

    static List<Channel> ofType(List<Channel> channels, ChannelType type) {
        List<Channel> chosen = channels.stream().filter(channel -> channel.type() == type).toList();
        if (chosen.isEmpty()) {
            throw new EngramException("there is no " + type + " channel to reference");
        }
        return chosen;
    }

    private static Channel named(List<Channel> channels, String name) {
        return channels.stream().filter(channel -> channel.name().equals(name)).findFirst()
                .orElseThrow(() -> new EngramException("no channel \"" + name + "\" for the reference; "
                        + ClosestName.hint(name, channels.stream().map(Channel::name).toList())));
    }

    /**
     * Two channels to subtract.
     *
     * @param anode from this one
     * @param cathode this one is subtracted
     */
    public record Pair(String anode, String cathode) {
        /** Checks that they differ. */
        public Pair {
            if (anode.equals(cathode)) {
                throw new IllegalArgumentException("channel " + anode + " minus itself is nothing");
            }
        }
    }
}
