package org.engram.preprocessing.electrophysiology.referencing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;

/** References along the shafts of depth electrodes, whose contacts are named by the shaft and a number: LA1, LA2, ... */
public final class DepthElectrodes {
    private static final Pattern LABEL = Pattern.compile("(.*\\D)0*(\\d{1,4})");

    private DepthElectrodes() {}

    /**
     * A contact on its shaft.
     *
     * @param shaft the name without the number
     * @param number the number, from the tip
     */
    public record Contact(String shaft, int number) {
        /**
         * @param name name of a channel
         * @return the contact; empty when the name does not end with a number
         */
        public static Optional<Contact> of(String name) {
            Matcher matcher = LABEL.matcher(name.trim());
            return matcher.matches()
                    ? Optional.of(new Contact(matcher.group(1), Integer.parseInt(matcher.group(2))))
                    : Optional.empty();
        }
    }

    /**
     * @param channels channels of a recording or epochs
     * @return consecutive contacts of each shaft, both good, as pairs for {@link Referencing#bipolar}
     */
    public static List<Referencing.Pair> consecutivePairs(List<Channel> channels) {
        List<Referencing.Pair> pairs = new ArrayList<>();
        shafts(channels).values().forEach(shaft -> shaft.forEach((number, channel) -> {
            Channel next = shaft.get(number + 1);
            if (next != null && !channel.bad() && !next.bad()) {
                pairs.add(new Referencing.Pair(channel.name(), next.name()));
            }
        }));
        return pairs;
    }

    /**
     * @param channels channels of a recording or epochs
     * @return the differences of consecutive good contacts of each shaft, in place of all intracranial contacts with a
     *     numbered name
     */
    public static ChannelMixing bipolar(List<Channel> channels) {
        List<Referencing.Pair> pairs = consecutivePairs(channels);
        if (pairs.isEmpty()) {
            throw new EngramException(
                    "no two contacts of a shaft follow each other: names such as LA1, LA2 are needed");
        }
        return Referencing.bipolar(channels, pairs)
                .removing(shafts(channels).values().stream().flatMap(shaft -> shaft.values().stream())
                        .map(Channel::name).toList());
    }

    /**
     * The Laplacian: from each contact the mean of its two neighbours on the shaft is subtracted (as in BrainTreebank). A
     * bad contact does not count as a neighbour.
     *
     * @param channels channels of a recording or epochs
     * @param keepEnds whether contacts without two good neighbours stay as they are; otherwise they are removed
     * @return that reference
     */
    public static ChannelMixing laplacian(List<Channel> channels, boolean keepEnds) {
        Map<String, TreeMap<Integer, Channel>> shafts = shafts(channels);
        List<Channel> inner = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        List<Channel> all = new ArrayList<>();
        Map<String, List<String>> neighbours = new HashMap<>();
        shafts.values().forEach(shaft -> shaft.forEach((number, channel) -> {
            Channel before = shaft.get(number - 1);
            Channel after = shaft.get(number + 1);
            all.add(channel);
            if (before != null && after != null && !before.bad() && !after.bad()) {
                inner.add(channel.withReference("Laplacian"));
                neighbours.put(channel.name(), List.of(before.name(), after.name()));
            } else {
                ends.add(channel.name());
            }
        }));
        if (inner.isEmpty()) {
            throw new EngramException(
                    "no contact has a good neighbour on both sides: names such as LA1, LA2, LA3 are"
                            + " needed");
        }
        List<String> names = all.stream().map(Channel::name).toList();
        Matrix weights = Matrix.zeros(inner.size(), names.size());
        for (int i = 0; i < inner.size(); i++) {
            weights.set(i, names.indexOf(inner.get(i).name()), 1);
            for (String neighbour : neighbours.get(inner.get(i).name())) {
                weights.set(i, names.indexOf(neighbour), -0.5);
            }
        }
        ChannelMixing mixing = ChannelMixing
                .of("Laplacian of " + inner.size() + " contacts on " + shafts.size()
                        + " shafts", names, inner, weights);
        return keepEnds ? mixing : mixing.removing(ends);
    }

    /** Contacts of each shaft by number. */
    private static Map<String, TreeMap<Integer, Channel>> shafts(List<Channel> channels) {
        Map<String, TreeMap<Integer, Channel>> shafts = new LinkedHashMap<>();
        for (Channel channel : channels) {
            if (channel.type() == ChannelType.SEEG || channel.type() == ChannelType.DBS) {
                Contact.of(channel.name()).ifPresent(contact -> {
                    Channel twin = shafts.computeIfAbsent(contact.shaft(), shaft -> new TreeMap<>())
                            .put(contact.number(), channel);
                    if (twin != null) {
                        throw new EngramException("channels " + twin.name() + " and " + channel.name()
                                + " are one contact of shaft " + contact.shaft() + ": rename one");
                    }
                });
            }
        }
        return shafts;
    }
}
