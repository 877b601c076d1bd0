package org.engram.preprocessing.electrophysiology.cleaning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Unit;
import org.engram.preprocessing.electrophysiology.interpolation.HeadSphere;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;
import org.engram.preprocessing.electrophysiology.referencing.DepthElectrodes;
import org.engram.preprocessing.electrophysiology.referencing.ElectrodeNames;
import org.engram.preprocessing.electrophysiology.referencing.InfinityReference;
import org.engram.preprocessing.electrophysiology.referencing.Referencing;
import org.engram.preprocessing.electrophysiology.sources.ForwardModel;
import org.engram.preprocessing.electrophysiology.sources.SourceGrid;
import org.engram.preprocessing.electrophysiology.sources.SphereModel;

/**
 * A reference as a person names it.
 *
 * @param kind which
 * @param channels names of the channels whose mean is the reference, for {@link Kind#CHANNELS}
 */
public record ReferenceChoice(Kind kind, List<String> channels) {
    /** Distance of neighbouring sources for REST, metres. */
    private static final double SOURCE_SPACING = 0.015;
    /** Sources of REST lie within this part of the radius of the scalp, inside the brain, which ends at 0.9. */
    private static final double SOURCE_REACH = 0.85;
    private static final double DEEPEST = 0.03;

    /** Kinds of references. */
    public enum Kind {
        /** Channels stay as they were recorded. */
        NONE,
        /** The mean of the good channels, for each type measured in volts by itself. */
        AVERAGE,
        /** The mean of some channels. */
        CHANNELS,
        /** Neighbours on a shaft; for scalp EEG the double banana. */
        BIPOLAR,
        /** The mean of the two neighbours on the shaft. */
        LAPLACIAN,
        /** A point at infinity, by way of sources in a spherical head. */
        REST
    }

    /** Copies and checks. */
    public ReferenceChoice {
        Objects.requireNonNull(kind, "kind");
        channels = List.copyOf(channels);
        if (channels.isEmpty() == (kind == Kind.CHANNELS)) {
            throw new IllegalArgumentException(
                    "a reference of kind " + kind + " was given " + channels.size() + " channels");
        }
    }

    /**
     * @param text {@code none}, {@code average}, {@code bipolar}, {@code laplacian}, {@code rest}, or names of channels
     *     joined by {@code +}
     * @return that reference
     */
    public static ReferenceChoice parse(String text) {
        for (Kind kind : Kind.values()) {
            if (kind != Kind.CHANNELS && kind.name().equals(text.trim().toUpperCase(Locale.ROOT))) {
                return new ReferenceChoice(kind, List.of());
            }
        }
        List<String> names = Arrays.stream(text.split("\\+", -1)).map(String::trim).toList();
        if (names.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("reference \"" + text
                    + "\" names no channel: give average, NAME, A+B, bipolar, laplacian, rest or none");
        }
        return new ReferenceChoice(Kind.CHANNELS, names);
    }

    /**
     * @param recording what to reference
     * @return the mixings that do it, to be applied one after the other; none for {@link Kind#NONE}
     */
    public List<ChannelMixing> mixings(Recording recording) {
        List<Channel> all = recording.channels();
        return switch (kind) {
            case NONE -> List.of();
            case AVERAGE -> averages(all);
            case CHANNELS -> List.of(Referencing.to(all, typeOf(recording), channels.toArray(String[]::new)));
            case BIPOLAR -> List.of(isIntracranial(all)
                    ? DepthElectrodes.bipolar(all)
                    : ElectrodeNames.doubleBanana(all, false));
            case LAPLACIAN -> List.of(DepthElectrodes.laplacian(all, false));
            case REST -> List.of(InfinityReference.of(all, leadField(recording).leadfield()));
        };
    }

    private static List<ChannelMixing> averages(List<Channel> all) {
        Set<ChannelType> types = EnumSet.noneOf(ChannelType.class);
        for (Channel channel : all) {
            if (channel.type().isBrain() && channel.unit() == Unit.VOLT) {
                types.add(channel.type());
            }
        }
        if (types.isEmpty()) {
            throw new EngramException(
                    "an average reference needs EEG or intracranial channels: there are none");
        }
        List<ChannelMixing> mixings = new ArrayList<>();
        types.forEach(type -> mixings.add(Referencing.average(all, type)));
        return mixings;
    }

    private ChannelType typeOf(Recording recording) {
        return recording.channels().get(recording.channel(channels.get(0))).type();
    }

    private static boolean isIntracranial(List<Channel> all) {
        return all.stream().anyMatch(channel -> channel.type().isIntracranial());
    }

    /** Potentials of the good EEG channels for sources all over the brain. */
    private static ForwardModel leadField(Recording recording) {
        int[] eeg = recording.channelsThat(channel -> channel.type() == ChannelType.EEG && !channel.bad());
        List<Channel> electrodes = recording.select(eeg).channels();
        HeadSphere sphere = HeadSphere.fit(electrodes);
        List<Position> sources = SourceGrid
                .inSphere(sphere.centre(), SOURCE_REACH * sphere.radius(), SOURCE_SPACING).stream()
                .filter(place -> place.distanceTo(sphere.centre()) > DEEPEST).toList();
        return SphereModel.of(sphere.centre(), sphere.radius()).forward(electrodes, Optional.empty(), sources,
                Parallelism.available());
    }

    /** @return what it is, in words */
    public String describe() {
        return switch (kind) {
            case NONE -> "as recorded";
            case AVERAGE -> "average reference";
            case CHANNELS -> "referenced to " + String.join(" and ", channels);
            case BIPOLAR -> "bipolar montage";
            case LAPLACIAN -> "Laplacian along shafts";
            case REST -> "reference at infinity (REST)";
        };
    }
}
