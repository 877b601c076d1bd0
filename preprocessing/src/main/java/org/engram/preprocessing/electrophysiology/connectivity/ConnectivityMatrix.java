package org.engram.preprocessing.electrophysiology.connectivity;

import java.util.List;
import org.engram.core.ShapeException;

/**
 * A value for each pair of channels or parcels.
 *
 * @param names of rows and columns
 * @param values row x column; the diagonal is 0; not copied
 * @param measure what the values are, in words
 */
public record ConnectivityMatrix(List<String> names, double[][] values, String measure) {
    /** Checks the shape. */
    public ConnectivityMatrix {
        names = List.copyOf(names);
        for (double[] row : values) {
            if (values.length != names.size() || row.length != names.size()) {
                throw new ShapeException(
                        "a matrix of " + values.length + " x " + row.length + " for " + names.size()
                                + " names");
            }
        }
    }
}
