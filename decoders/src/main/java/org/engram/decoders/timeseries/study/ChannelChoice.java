package org.engram.decoders.timeseries.study;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.table.ClosestName;

/**
 * Channels by name or by kind ("eeg", "meg", "grad", "seeg", ...).
 *
 * @param kept what to keep; all good brain channels when empty
 * @param dropped what to leave out of these
 */
public record ChannelChoice(List<String> kept, List<String> dropped) {
    /** All good brain channels. */
    public static final ChannelChoice BRAIN = new ChannelChoice(List.of(), List.of());

    /** Copies. */
    public ChannelChoice {
        kept = List.copyOf(kept);
        dropped = List.copyOf(dropped);
    }

    /**
     * @param channels all channels
     * @return indices of those chosen, in order; a word that fits none is an error, as is an empty choice
     */
    public int[] of(List<Channel> channels) {
        Set<String> kept = kept().isEmpty() ? null : names(kept(), channels);
        Set<String> dropped = names(dropped(), channels);
        int[] chosen = IntStream.range(0, channels.size()).filter(i -> {
            Channel channel = channels.get(i);
            boolean wanted = kept == null
                    ? channel.type().isBrain() && !channel.bad()
                    : kept.contains(channel.name());
            return wanted && !dropped.contains(channel.name());
        }).toArray();
        if (chosen.length == 0) {
            throw new EngramException("no channel is left of " + channels.size()
                    + ": choose channels by name, or by a kind such as eeg or meg");
        }
        return chosen;
    }

    private static Set<String> names(List<String> words, List<Channel> channels) {
        Set<String> names = new LinkedHashSet<>();
        for (String word : words) {
            List<String> exact = channels.stream().map(Channel::name).filter(word::equals).toList();
            List<String> found = exact.isEmpty() ? alike(word, channels) : exact;
            if (found.isEmpty()) {
                throw new EngramException("no channel is called '" + word + "'; "
                        + ClosestName.hint(word, channels.stream().map(Channel::name).toList()));
            }
            names.addAll(found);
        }
        return names;
    }

    private static List<String> alike(String word, List<Channel> channels) {
        List<String> found = new ArrayList<>(
                channels.stream().map(Channel::name).filter(word::equalsIgnoreCase).toList());
        if (found.isEmpty()) {
            Optional<Predicate<ChannelType>> kind = kind(word);
            kind.ifPresent(is -> channels.stream().filter(channel -> is.test(channel.type()))
                    .forEach(channel -> found.add(channel.name())));
        }
        return found;
    }

    private static Optional<Predicate<ChannelType>> kind(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "meg" -> Optional.of(ChannelType::isMeg);
            case "grad" -> Optional.of(type -> type == ChannelType.PLANAR_GRADIOMETER
                    || type == ChannelType.AXIAL_GRADIOMETER);
            case "ieeg" -> Optional.of(ChannelType::isIntracranial);
            default -> ChannelType.named(word).map(wanted -> type -> type == wanted);
        };
    }
}
