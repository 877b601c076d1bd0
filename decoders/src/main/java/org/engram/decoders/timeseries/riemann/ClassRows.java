package org.engram.decoders.timeseries.riemann;

import java.util.stream.IntStream;
import org.engram.compute.estimation.Labels;
import org.engram.core.EngramException;

/** The samples of a class. */
final class ClassRows {
    private ClassRows() {}

    static int[] of(Labels y, int code) {
        int[] rows = IntStream.range(0, y.size()).filter(i -> y.code(i) == code).toArray();
        if (rows.length == 0) {
            throw new EngramException(
                    "class '" + y.names().get(code) + "' has no training trial: drop the class,"
                            + " or split so that every training set keeps it");
        }
        return rows;
    }
}
