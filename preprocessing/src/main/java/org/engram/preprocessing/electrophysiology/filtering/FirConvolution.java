package org.engram.preprocessing.electrophysiology.filtering;

import java.util.concurrent.ConcurrentLinkedDeque;
import org.engram.compute.signal.CircularConvolution;

/**
 * Convolution with a long kernel by overlapping blocks, two blocks at a time. Blocks lie at fixed places, so that a sample
 * comes out the same, to the last bit, whichever part of the series is asked for.
 */
final class FirConvolution {
    private static final int LARGEST_BLOCK = 26;
    private final int taps;
    private final int shift;
    private final CircularConvolution circular;
    private final ConcurrentLinkedDeque<CircularConvolution.Workspace> spaces = new ConcurrentLinkedDeque<>();

    /**
     * @param kernel the kernel
     * @param shift how many samples the result is drawn forward in time
     * @param bits logarithm of the block length
     */
    FirConvolution(double[] kernel, int shift, int bits) {
        taps = kernel.length;
        this.shift = shift;
        circular = new CircularConvolution(kernel, 1 << bits);
    }

    /**
     * The cheapest block for a series, by a model of the time of a transform: proportional to its logarithm, then to how
     * far it exceeds the second-level cache.
     *
     * @param largestHop most samples a block may yield
     */
    static int bits(int taps, long count, long largestHop) {
        int least = Math.max(3, 32 - Integer.numberOfLeadingZeros(2 * taps - 2));
        int best = least;
        double bestCost = Double.POSITIVE_INFINITY;
        for (int bits = least; bits <= LARGEST_BLOCK; bits++) {
            long hop = (1L << bits) - taps + 1;
            if (bits > least && hop > largestHop) {
                break;
            }
            double perSample = Math.max(0.9 * bits, 16 + 5.5 * (bits - 16));
            double pairs = Math.ceil(count / (2.0 * hop));
            double cost = pairs * (1L << bits) * perSample;
            if (cost < bestCost) {
                bestCost = cost;
                best = bits;
            }
        }
        return best;
    }

    /** Samples that a pair of blocks yields. */
    int pair() {
        return 2 * (circular.length() - taps + 1);
    }

    /** The first index of the continued series that outputs from {@code first} on need. */
    long windowFirst(long first) {
        return first + shift - taps + 1;
    }

    /** How many samples of the continued series so many outputs need. */
    int windowCount(int outputs) {
        return outputs + taps - 1;
    }

    /**
     * @param window samples from {@link #windowFirst} on
     * @param outputs how many samples to make, at most {@link #pair}
     * @param into receives them
     * @param at where
     */
    void apply(double[] window, int outputs, double[] into, int at) {
        CircularConvolution.Workspace space = spaces.pollFirst();
        if (space == null) {
            space = circular.workspace();
        }
        int hop = circular.length() - taps + 1;
        int first = Math.min(hop, outputs);
        int second = outputs - first;
        circular.apply(window, 0, windowCount(first), second > 0 ? hop : 0,
                second > 0 ? windowCount(second) : 0, space);
        space.copyFirst(taps - 1, first, into, at);
        space.copySecond(taps - 1, second, into, at + first);
        spaces.addFirst(space);
    }
}
