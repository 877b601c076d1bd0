package org.engram.preprocessing.electrophysiology.referencing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;

/** Brings names of scalp electrodes into one form, and knows the double-banana montage. */
public final class ElectrodeNames {
    private static final Pattern PREFIX = Pattern.compile("^EEG[ _-]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern SUFFIX = Pattern.compile("-(REF|LE|AVG|AR)$", Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> SYNONYMS = Map.of("T3", "T7", "T4", "T8", "T5", "P7", "T6",
            "P8");
    private static final String[] CHAINS = {"FP1-F7", "F7-T7", "T7-P7", "P7-O1", "FP2-F8", "F8-T8", "T8-P8",
            "P8-O2", "FP1-F3", "F3-C3", "C3-P3", "P3-O1", "FP2-F4", "F4-C4", "C4-P4", "P4-O2"};

    private ElectrodeNames() {}

    /**
     * @param name a name as a file has it: "EEG T3-REF"
     * @return it without prefix and suffix, in upper case, by the 10-10 name: "T7"
     */
    public static String normalised(String name) {
        String bare = PREFIX.matcher(name.trim()).replaceFirst("");
        bare = SUFFIX.matcher(bare).replaceFirst("").trim().toUpperCase(Locale.ROOT);
        return SYNONYMS.getOrDefault(bare, bare);
    }

    /**
     * @param channels channels of a recording
     * @return normalised name of each EEG channel, by the name it has; an error when two become one
     */
    public static Map<String, String> normalised(List<Channel> channels) {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, String> owners = new LinkedHashMap<>();
        for (Channel channel : channels) {
            if (channel.type() == ChannelType.EEG) {
                String name = normalised(channel.name());
                String twin = owners.put(name, channel.name());
                if (twin != null) {
                    throw new EngramException("channels \"" + twin + "\" and \"" + channel.name()
                            + "\" are both electrode " + name + ": leave one out");
                }
                names.put(channel.name(), name);
            }
        }
        return names;
    }

    /**
     * The longitudinal bipolar montage in the order of the TUH corpus, by normalised names.
     *
     * @param channels channels with electrodes of the 10-20 system under any of their names
     * @param withEars whether C3-A2 and C4-A1 follow, as in the 18 channels of BIOT
     * @return that montage; its channels are named "FP1-F7" and so on whatever the electrodes are called
     */
    public static ChannelMixing doubleBanana(List<Channel> channels, boolean withEars) {
        Map<String, String> byElectrode = new LinkedHashMap<>();
        normalised(channels).forEach((name, electrode) -> byElectrode.put(electrode, name));
        List<Referencing.Pair> pairs = new ArrayList<>();
        List<String> wanted = new ArrayList<>(List.of(CHAINS));
        if (withEars) {
            wanted.addAll(List.of("C3-A2", "C4-A1"));
        }
        for (String pair : wanted) {
            String[] ends = pair.split("-");
            pairs.add(new Referencing.Pair(present(byElectrode, ends[0]), present(byElectrode, ends[1])));
        }
        ChannelMixing montage = Referencing.bipolar(channels, pairs);
        List<Channel> outputs = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            outputs.add(montage.outputs().get(i).withName(wanted.get(i)));
        }
        return ChannelMixing.of("double banana", montage.inputs(), outputs, montage.weights())
                .removing(List.copyOf(byElectrode.values()));
    }

    private static String present(Map<String, String> byElectrode, String electrode) {
        String name = byElectrode.get(electrode);
        if (name == null) {
            throw new EngramException("the double banana needs electrode " + electrode
                    + ", which is not among " + byElectrode.keySet()
                    + ": interpolate it or use another montage");
        }
        return name;
    }
}
