package org.engram.io.recording.binary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.recording.ChannelType;

/** Names of channels as files give them, made fit for a recording. */
public final class ChannelLabels {
    private ChannelLabels() {}

    /**
     * @param names as the file gives them; may repeat or be empty
     * @param notices told of repeated names
     * @return unique names: repeated ones get "-0", "-1", ... and empty ones "EEG 001" by their place
     */
    public static List<String> unique(List<String> names, Consumer<Notice> notices) {
        Map<String, Integer> counts = new HashMap<>();
        List<String> filled = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).isBlank()
                    ? String.format(Locale.ROOT, "EEG %03d", i + 1)
                    : names.get(i).trim();
            filled.add(name);
            counts.merge(name, 1, Integer::sum);
        }
        Set<String> taken = new HashSet<>(filled);
        Map<String, Integer> next = new HashMap<>();
        List<String> unique = new ArrayList<>();
        for (String name : filled) {
            String own = name;
            while (counts.get(name) > 1 && !taken.add(own)) {
                own = name + "-" + (next.merge(name, 1, Integer::sum) - 1);
            }
            unique.add(own);
        }
        counts.forEach((name, count) -> {
            if (count > 1) {
                notices.accept(new Notice("channel-names-repeated", count + " channels are named \"" + name
                        + "\": they are called \"" + name + "-0\" and so on here"));
            }
        });
        return unique;
    }

    /**
     * @param name of a channel that measures a voltage and of which nothing else is said
     * @return EOG, ECG or EMG when its name says so, else EEG
     */
    public static ChannelType typeOf(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (upper.contains("EOG")) {
            return ChannelType.EOG;
        }
        if (upper.contains("ECG") || upper.contains("EKG")) {
            return ChannelType.ECG;
        }
        return upper.contains("EMG") ? ChannelType.EMG : ChannelType.EEG;
    }
}
