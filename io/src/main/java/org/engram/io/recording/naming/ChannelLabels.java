package org.engram.io.recording.naming;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.engram.core.Notice;
import org.engram.io.recording.ChannelType;

/** What a label tells about its channel in formats that have no field for the type. */
public final class ChannelLabels {
    private static final Pattern STIMULUS = Pattern
            .compile("STATUS|TRIGGERS?|TRIG(GER)?[ _-]?\\d*|STIM(ULUS)?[ _-]?\\d*|STI[ _-]?\\d+");
    private static final Pattern WORDS = Pattern.compile("[^A-Z]+");
    private static final Pattern EXTERNAL = Pattern.compile("EXG\\d+");

    private ChannelLabels() {}

    /**
     * Guesses what a channel measures: by the types EDF+ puts before its labels ("EEG Fpz-Cz", "Resp nasal"), the names
     * amplifiers give ("Status", "HEOG", "EKG1"), and EEG for everything else. The external electrodes of BioSemi
     * ("EXG1"), which may lie anywhere, count as other biological signals.
     *
     * @param label as the file has it
     * @return the type
     */
    public static ChannelType typeOf(String label) {
        String upper = label.trim().toUpperCase(Locale.ROOT);
        if (STIMULUS.matcher(upper).matches()) {
            return ChannelType.STIM;
        }
        if (EXTERNAL.matcher(upper).matches()) {
            return ChannelType.BIO;
        }
        for (String word : WORDS.split(upper)) {
            ChannelType type = named(word);
            if (type != null) {
                return type;
            }
        }
        return ChannelType.EEG;
    }

    private static ChannelType named(String word) {
        return switch (word) {
            case "EEG" -> ChannelType.EEG;
            case "SEEG" -> ChannelType.SEEG;
            case "ECOG" -> ChannelType.ECOG;
            case "DBS" -> ChannelType.DBS;
            case "EKG" -> ChannelType.ECG;
            case "RESP", "RESPIRATION", "AIRFLOW" -> ChannelType.RESPIRATION;
            case "TEMP", "TEMPERATURE" -> ChannelType.TEMPERATURE;
            case "GSR", "EDA" -> ChannelType.GSR;
            case "SAO", "SPO", "PLET", "PLETH", "ERG", "BIO", "PULSE" -> ChannelType.BIO;
            case "MISC", "LIGHT", "SOUND", "EVENT", "PHOTIC" -> ChannelType.MISC;
            default -> within(word);
        };
    }

    /** HEOG, EOGL, ECGII and the like; DTRIG is a trigger recorded as a voltage. */
    private static ChannelType within(String word) {
        if (word.contains("EOG")) {
            return ChannelType.EOG;
        }
        if (word.contains("EMG")) {
            return ChannelType.EMG;
        }
        if (word.contains("ECG")) {
            return ChannelType.ECG;
        }
        return word.contains("TRIG") ? ChannelType.MISC : null;
    }

    /**
     * Makes labels unique: those that occur more than once receive "-0", "-1" and so on, those that are empty the number
     * of their channel. Blanks around a label do not count.
     *
     * @param labels as the file has them
     * @param notices told which were changed
     * @return unique names in the same order
     */
    public static List<String> unique(List<String> labels, Consumer<Notice> notices) {
        List<String> names = new ArrayList<>(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            String label = labels.get(i).strip();
            names.add(label.isEmpty() ? "channel " + (i + 1) : label);
        }
        Map<String, Integer> occurrences = new HashMap<>();
        names.forEach(name -> occurrences.merge(name, 1, Integer::sum));
        Set<String> taken = new HashSet<>(names);
        Map<String, Integer> next = new HashMap<>();
        Set<String> repeated = new LinkedHashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (occurrences.get(name) > 1) {
                repeated.add(name);
                int number = next.getOrDefault(name, 0);
                while (!taken.add(name + "-" + number)) {
                    number++;
                }
                names.set(i, name + "-" + number);
                next.put(name, number + 1);
            }
        }
        if (!repeated.isEmpty()) {
            notices.accept(new Notice("channel-names-repeated", "several channels are named "
                    + String.join(", ", repeated)
                    + ": they are numbered from -0 on in the order of the file"));
        }
        return names;
    }
}
