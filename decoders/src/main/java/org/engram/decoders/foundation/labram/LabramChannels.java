package org.engram.decoders.foundation.labram;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The channels LaBraM knows, in the order of its position table. Case does not matter; T3, T4, T5 and T6 have rows of
 * their own beside T7, T8, P7 and P8.
 */
public final class LabramChannels {
    /** Rows of the position table, the class token's not counted. */
    static final int POSITIONS = 128;

    private static final List<String> NAMES = List.of("""
            FP1 FPZ FP2
            AF9 AF7 AF5 AF3 AF1 AFZ AF2 AF4 AF6 AF8 AF10
            F9 F7 F5 F3 F1 FZ F2 F4 F6 F8 F10
            FT9 FT7 FC5 FC3 FC1 FCZ FC2 FC4 FC6 FT8 FT10
            T9 T7 C5 C3 C1 CZ C2 C4 C6 T8 T10
            TP9 TP7 CP5 CP3 CP1 CPZ CP2 CP4 CP6 TP8 TP10
            P9 P7 P5 P3 P1 PZ P2 P4 P6 P8 P10
            PO9 PO7 PO5 PO3 PO1 POZ PO2 PO4 PO6 PO8 PO10
            O1 OZ O2 O9 CB1 CB2 IZ O10
            T3 T5 T4 T6 M1 M2 A1 A2
            CFC1 CFC2 CFC3 CFC4 CFC5 CFC6 CFC7 CFC8
            CCP1 CCP2 CCP3 CCP4 CCP5 CCP6 CCP7 CCP8
            T1 T2 FTT9h TTP7h TPP9h FTT10h TPP8h TPP10h
            FP1-F7 F7-T7 T7-P7 P7-O1 FP2-F8 F8-T8 T8-P8 P8-O2
            FP1-F3 F3-C3 C3-P3 P3-O1 FP2-F4 F4-C4 C4-P4 P4-O2
            """.strip().split("\\s+"));

    private static final Map<String, Integer> NUMBERS = numbered();

    private LabramChannels() {}

    /**
     * @return all 136 names of the published list; the last eight have no row in the published position table and are
     * refused by {@link #number}
     */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * @param name of a channel, such as "Cz" or "FP1-F7"
     * @return its row in the position table, from 1
     * @throws IllegalArgumentException when LaBraM has no position for it
     */
    public static int number(String name) {
        Integer number = NUMBERS.get(name.strip().toUpperCase(Locale.ROOT));
        if (number == null) {
            throw new IllegalArgumentException("LaBraM has no position for channel \"" + name
                    + "\": leave the channel out, or give it the name of the nearest of the 10-10 system");
        }
        if (number > POSITIONS) {
            throw new IllegalArgumentException("LaBraM lists channel \"" + name + "\" as number " + number
                    + ", but its published position table ends at " + POSITIONS
                    + ", so no checkpoint holds a position for it: leave the channel out");
        }
        return number;
    }

    /**
     * @param manager owns the array
     * @param names of the channels, in the order of the data
     * @return what the networks take: 0 for the class token, then each channel's number; int64 (1 + channel)
     * @throws IllegalArgumentException when LaBraM has no position for one
     */
    public static NDArray numbers(NDManager manager, List<String> names) {
        long[] numbers = new long[names.size() + 1];
        for (int i = 0; i < names.size(); i++) {
            numbers[i + 1] = number(names.get(i));
        }
        return manager.create(numbers);
    }

    private static Map<String, Integer> numbered() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (int i = 0; i < NAMES.size(); i++) {
            numbers.put(NAMES.get(i).toUpperCase(Locale.ROOT), i + 1);
        }
        return Map.copyOf(numbers);
    }
}
