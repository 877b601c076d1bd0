package org.engram.io.recording;

import java.util.List;

/** Lists of lists of numbers, as JSON files of expected values have them. */
public final class JsonMatrix {
    private JsonMatrix() {}

    /**
     * @param lists rows of numbers
     * @return the numbers, row after row
     */
    public static double[][] of(Object lists) {
        return ((List<?>) lists).stream().map(row -> ((List<?>) row).stream()
                .mapToDouble(number -> ((Number) number).doubleValue()).toArray()).toArray(double[][]::new);
    }
}
