package org.engram.preprocessing.fmri.maskers;

import java.util.Arrays;

/** What one number stands for the voxels of a region. */
public enum RegionStatistic {
    /** Arithmetic mean. */
    MEAN {
        @Override
        double reduce(double[] values, int start, int end) {
            // Summing differences keeps the mean of equal values exact, so painted regions come back bit for bit.
            double first = values[start];
            double sum = 0;
            for (int i = start; i < end; i++) {
                sum += values[i] - first;
            }
            return first + sum / (end - start);
        }
    },
    /** Middle value; of an even number the mean of the two middle ones. */
    MEDIAN {
        @Override
        double reduce(double[] values, int start, int end) {
            double[] sorted = Arrays.copyOfRange(values, start, end);
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            double upper = sorted[middle];
            return sorted.length % 2 == 1 ? upper : sorted[middle - 1] + 0.5 * (upper - sorted[middle - 1]);
        }
    },
    /** Sum. */
    SUM {
        @Override
        double reduce(double[] values, int start, int end) {
            double sum = 0;
            for (int i = start; i < end; i++) {
                sum += values[i];
            }
            return sum;
        }
    },
    /** Smallest value. */
    MINIMUM {
        @Override
        double reduce(double[] values, int start, int end) {
            double least = values[start];
            for (int i = start; i < end; i++) {
                least = Math.min(least, values[i]);
            }
            return least;
        }
    },
    /** Largest value. */
    MAXIMUM {
        @Override
        double reduce(double[] values, int start, int end) {
            double most = values[start];
            for (int i = start; i < end; i++) {
                most = Math.max(most, values[i]);
            }
            return most;
        }
    },
    /** Standard deviation with n in the denominator. */
    STANDARD_DEVIATION {
        @Override
        double reduce(double[] values, int start, int end) {
            double mean = MEAN.reduce(values, start, end);
            double sum = 0;
            for (int i = start; i < end; i++) {
                sum += (values[i] - mean) * (values[i] - mean);
            }
            return Math.sqrt(sum / (end - start));
        }
    };

    /** The statistic of a part of an array; NaN for an empty part. */
    final double of(double[] values, int start, int end) {
        return start == end ? Double.NaN : reduce(values, start, end);
    }

    abstract double reduce(double[] values, int start, int end);
}
