package org.engram.preprocessing.electrophysiology.cleaning;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers as steps tell them. */
final class Words {
    private Words() {}

    static String hertz(double... values) {
        return Arrays.stream(values).mapToObj(value -> String.format(Locale.ROOT, "%.4f", value)
                .replaceFirst("\\.?0+$", "")).collect(Collectors.joining(", ")) + " Hz";
    }
}
