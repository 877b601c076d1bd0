package org.engram.nn.explanation.validation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.engram.compute.statistics.RocArea;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.nn.explanation.Attribution;

/**
 * How well a map finds a source that is known.
 *
 * @param massAccuracy the share of all magnitude that lies in the source
 * @param positiveShare the share of all positive attribution that lies in the source; NaN where none is positive
 * @param rankAccuracy the share of the K largest magnitudes that lies in the source of K places; ties count by their
 *     expected share
 * @param area under the ROC curve of magnitudes against the source
 * @param centreDistance from the centre of mass of the magnitudes to that of the source, in places (voxels, samples)
 * @param pointing whether the largest magnitude lies in the source; between 0 and 1 for ties and for means over maps
 * @param chance what mass and rank accuracy are for a map that knows nothing: the share of the source in the domain
 */
public record Localization(double massAccuracy, double positiveShare, double rankAccuracy, double area,
        double centreDistance, double pointing, double chance) {
    /**
     * @param map to score
     * @param source where the information truly is: one value per place, or one per value of the sample; over several
     *     channels, magnitudes are added up
     * @param domain where the map is looked at, such as the brain; null for everywhere
     * @return the scores
     */
    public static Localization of(Attribution map, boolean[] source, boolean[] domain) {
        int places = source.length;
        if (places == 0 || map.values().length % places != 0 || domain != null && domain.length != places) {
            throw new ShapeException("the source has " + places + " places and the domain "
                    + (domain == null ? "none" : domain.length) + ", but the map has shape "
                    + Arrays.toString(map.shape()) + ": resample the masks to the map");
        }
        double[] magnitudes = new double[places];
        double[] positive = new double[places];
        for (int i = 0; i < map.values().length; i++) {
            magnitudes[i % places] += Math.abs(map.values()[i]);
            positive[i % places] += Math.max(0, map.values()[i]);
        }
        int[] inside = inside(source, domain);
        double[] kept = Arrays.stream(inside).mapToDouble(i -> magnitudes[i]).toArray();
        boolean[] truth = new boolean[inside.length];
        int size = 0;
        for (int i = 0; i < truth.length; i++) {
            truth[i] = source[inside[i]];
            size += truth[i] ? 1 : 0;
        }
        double[] keptPositive = Arrays.stream(inside).mapToDouble(i -> positive[i]).toArray();
        return new Localization(shareInside(kept, truth, (double) size / truth.length),
                shareInside(keptPositive, truth, Double.NaN),
                topShare(kept, truth, size), RocArea.of(kept, truth),
                distance(centre(kept, inside, grid(map, places)),
                        centre(ones(truth), inside, grid(map, places))),
                topShare(kept, truth, 1), (double) size / truth.length);
    }

    /**
     * @param magnitudes of places
     * @param source which places are the source
     * @param k how many of the largest are looked at, 1 to the number of places
     * @return the share of them that lies in the source, ties by their expected share
     */
    public static double topShare(double[] magnitudes, boolean[] source, int k) {
        double[] sorted = magnitudes.clone();
        Arrays.sort(sorted);
        double least = sorted[sorted.length - k];
        int above = 0;
        int hits = 0;
        int tied = 0;
        int tiedHits = 0;
        for (int i = 0; i < magnitudes.length; i++) {
            if (magnitudes[i] > least) {
                above++;
                hits += source[i] ? 1 : 0;
            } else if (magnitudes[i] == least) {
                tied++;
                tiedHits += source[i] ? 1 : 0;
            }
        }
        return (hits + (double) (k - above) * tiedHits / tied) / k;
    }

    private static int[] inside(boolean[] source, boolean[] domain) {
        int[] inside = IntStream.range(0, source.length)
                .filter(i -> domain == null || domain[i]).toArray();
        long size = Arrays.stream(inside).filter(i -> source[i]).count();
        if (size == 0 || size == inside.length) {
            throw new EngramException("the source covers " + size + " of " + inside.length
                    + " places of the domain: it must cover some, and not all");
        }
        return inside;
    }

    /** A map of zeros tells no place from another. */
    private static double shareInside(double[] values, boolean[] source, double ofNothing) {
        double all = 0;
        double hit = 0;
        for (int i = 0; i < values.length; i++) {
            all += values[i];
            hit += source[i] ? values[i] : 0;
        }
        return all == 0 ? ofNothing : hit / all;
    }

    private static double[] ones(boolean[] source) {
        double[] ones = new double[source.length];
        for (int i = 0; i < ones.length; i++) {
            ones[i] = source[i] ? 1 : 0;
        }
        return ones;
    }

    /** The trailing axes of the map that one mask covers. */
    private static long[] grid(Attribution map, int places) {
        long[] shape = map.shape();
        long product = 1;
        int axis = shape.length;
        while (axis > 0 && product < places) {
            product *= shape[--axis];
        }
        if (product != places) {
            throw new ShapeException(
                    "a mask of " + places + " places does not cover whole axes of a map of shape "
                            + Arrays.toString(shape) + ": give one value per place, or one per value");
        }
        return Arrays.copyOfRange(shape, axis, shape.length);
    }

    private static double[] centre(double[] weights, int[] places, long[] grid) {
        double[] centre = new double[grid.length];
        double all = 0;
        for (int i = 0; i < weights.length; i++) {
            long rest = places[i];
            for (int axis = grid.length - 1; axis >= 0; axis--) {
                centre[axis] += weights[i] * (rest % grid[axis]);
                rest /= grid[axis];
            }
            all += weights[i];
        }
        for (int axis = 0; axis < centre.length; axis++) {
            centre[axis] /= all;
        }
        return centre;
    }

    private static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int axis = 0; axis < a.length; axis++) {
            squares += (a[axis] - b[axis]) * (a[axis] - b[axis]);
        }
        return Math.sqrt(squares);
    }
}
