package org.engram.preprocessing.electrophysiology.artifacts;

import java.util.Arrays;
import org.engram.core.EngramException;

/**
 * Finds peaks that rise and fall by a threshold relative to their neighbourhood, however noisy the flanks. The first and
 * the last sample may be peaks.
 *
 * <h2>References</h2> N. Yoder, peakfinder, 2011; results equal those of the MNE tools.
 */
public final class PeakFinder {
    private PeakFinder() {}

    /**
     * @param x samples, finite, at least 1
     * @return maxima that stand out by a quarter of the range
     */
    public static Peaks maxima(double[] x) {
        double range = Arrays.stream(x).max().orElse(0) - Arrays.stream(x).min().orElse(0);
        return find(x, range / 4, true);
    }

    /**
     * @param x samples, finite, at least 1
     * @return minima that stand out by a quarter of the range
     */
    public static Peaks minima(double[] x) {
        double range = Arrays.stream(x).max().orElse(0) - Arrays.stream(x).min().orElse(0);
        return find(x, range / 4, false);
    }

    /**
     * @param x samples, finite, at least 1; not changed
     * @param threshold how far a peak must stand out, in the unit of the samples
     * @param maxima whether to look for maxima rather than minima
     * @return the peaks, in order
     */
    public static Peaks find(double[] x, double threshold, boolean maxima) {
        if (x.length == 0) {
            throw new IllegalArgumentException("no samples to find peaks in: give 1 or more");
        }
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i])) {
                throw new EngramException("sample " + i + " is " + x[i] + ": peaks need finite samples");
            }
        }
        double[] upward = maxima ? x : Arrays.stream(x).map(value -> -value).toArray();
        int[] candidates = alternating(upward, turningPoints(upward));
        int[] found = candidates == null ? monotone(upward, threshold) : scan(upward, candidates, threshold);
        double[] values = Arrays.stream(found).mapToDouble(at -> x[at]).toArray();
        return new Peaks(found, values);
    }

    /** Ends and places where the slope changes sign; a level stretch counts as falling, so its first sample is taken. */
    private static int[] turningPoints(double[] x) {
        int[] points = new int[x.length + 1];
        int count = 0;
        points[count++] = 0;
        for (int i = 1; i + 1 < x.length; i++) {
            boolean risingBefore = x[i] > x[i - 1];
            boolean risingAfter = x[i + 1] > x[i];
            if (risingBefore != risingAfter) {
                points[count++] = i;
            }
        }
        points[count++] = x.length - 1;
        return Arrays.copyOf(points, count);
    }

    /** Drops one point where the first two steps go the same way; null when nothing turns. */
    private static int[] alternating(double[] x, int[] points) {
        if (points.length <= 2) {
            return null;
        }
        double first = Math.signum(x[points[1]] - x[points[0]]);
        double second = Math.signum(x[points[2]] - x[points[1]]);
        if (first != second) {
            return points;
        }
        int drop = first <= 0 ? 1 : 0;
        int[] kept = new int[points.length - 1];
        System.arraycopy(points, 0, kept, 0, drop);
        System.arraycopy(points, drop + 1, kept, drop, kept.length - drop);
        return kept;
    }

    private static int[] monotone(double[] x, double threshold) {
        int last = x.length - 1;
        int higher = x[last] > x[0] ? last : 0;
        double lower = Math.min(x[0], x[last]);
        return x[higher] > lower + threshold ? new int[] {higher} : new int[0];
    }

    private static int[] scan(double[] x, int[] points, double threshold) {
        double least = Double.POSITIVE_INFINITY;
        for (int point : points) {
            least = Math.min(least, x[point]);
        }
        int[] peaks = new int[points.length];
        int count = 0;
        double highest = least;
        int highestAt = 0;
        double leftMinimum = least;
        boolean found = false;
        boolean firstFalls = x[points[0]] >= x[points[Math.min(1, points.length - 1)]];
        int last = points.length - 1;
        for (int i = firstFalls ? 0 : 1; i <= last; i += 2) { // peaks at i, valleys at i + 1
            if (found) {
                // A found peak ends the search on this side as soon as the next rise begins.
                highest = least;
                found = false;
            }
            if (i == last) {
                break;
            }
            if (x[points[i]] > highest && x[points[i]] > leftMinimum + threshold) {
                highestAt = points[i];
                highest = x[points[i]];
            }
            double valley = x[points[i + 1]];
            if (highest > threshold + valley) {
                found = true;
                leftMinimum = valley;
                peaks[count++] = highestAt;
            } else if (valley < leftMinimum) {
                leftMinimum = valley;
            }
        }
        double end = x[points[last]];
        if (end > highest && end > leftMinimum + threshold) {
            peaks[count++] = points[last];
        } else if (!found && highest > least) {
            peaks[count++] = highestAt;
        }
        return Arrays.copyOf(peaks, count);
    }

    /**
     * Peaks of a series.
     *
     * @param samples their indices, ascending; not copied
     * @param values the samples there; not copied
     */
    public record Peaks(int[] samples, double[] values) {}
}
