package org.engram.decoders.foundation;

import org.engram.nn.layers.Initialization;

/** The position table of Vaswani et al. (2017) as the start of a buffer or parameter. */
public final class Sinusoids {
    private static final double LONGEST_WAVE = 10_000;

    private Sinusoids() {}

    /**
     * Row p holds sin(p w), cos(p w) in turn, for frequencies w from 1 to nearly 1/10000.
     *
     * @param features of a row, even
     * @return the table, row-major, whatever its number of rows
     */
    public static Initialization interleaved(int features) {
        return (stream, index) -> {
            long feature = index % features;
            double angle = index / features
                    * Math.pow(LONGEST_WAVE, -(double) (feature - feature % 2) / features);
            return feature % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
        };
    }
}
