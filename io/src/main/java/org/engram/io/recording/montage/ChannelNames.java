package org.engram.io.recording.montage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Brings the many ways to write the name of an electrode to one. */
public final class ChannelNames {
    private static final Pattern AROUND = Pattern
            .compile("^(EEG|POL|ECOG|SEEG)[ _-]+|[ ]*[-_](REF|LE|AVG|AR)$|\\.+$");
    private static final Map<String, String> SYNONYMS = Map.of("T3", "T7", "T4", "T8", "T5", "P7", "T6",
            "P8");

    private ChannelNames() {}

    /**
     * Leaves out blanks, a kind in front ("EEG Fp1"), a reference behind ("C3-REF", "C3-LE", "C3-AVG") and filling dots
     * ("Fc5."), and gives the temporal electrodes of 1958 the names they have since 1991 (T3, T4, T5, T6: T7, T8, P7, P8).
     *
     * @param name as a file has it
     * @return the name to compare by, in upper case
     */
    public static String normalise(String name) {
        String upper = name.trim().toUpperCase(Locale.ROOT);
        String bare = AROUND.matcher(upper).replaceAll("").trim();
        bare = bare.isEmpty() ? upper : bare;
        return SYNONYMS.getOrDefault(bare, bare);
    }

    /**
     * @param names as a file has them
     * @return by name what it is taken for, of those that change in more than case; in order
     */
    public static Map<String, String> mapping(List<String> names) {
        Map<String, String> changed = new LinkedHashMap<>();
        for (String name : names) {
            String normal = normalise(name);
            if (!normal.equalsIgnoreCase(name)) {
                changed.put(name, normal);
            }
        }
        return changed;
    }
}
