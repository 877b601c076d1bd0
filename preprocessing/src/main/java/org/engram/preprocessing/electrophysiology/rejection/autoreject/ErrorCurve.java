package org.engram.preprocessing.electrophysiology.rejection.autoreject;

import java.util.Arrays;
import java.util.Comparator;

/**
 * How far the mean of the quietest epochs is from the median of epochs kept aside, for every number of epochs at once: a
 * running sum over epochs sorted by their range replaces a mean for each candidate limit.
 */
final class ErrorCurve {
    private ErrorCurve() {}

    /**
     * @param rows epoch x time, of one channel
     * @param training epochs, by ascending range
     * @param validation epochs kept aside
     * @return for each number k of training epochs taken, from 1, the sum over time of the squared difference between
     *     their mean and the median of the validation epochs; element k - 1
     */
    static double[] of(double[][] rows, int[] training, int[] validation) {
        int times = rows[0].length;
        double[] median = median(rows, validation, times);
        double[] sum = new double[times];
        double[] errors = new double[training.length];
        for (int k = 0; k < training.length; k++) {
            double[] row = rows[training[k]];
            double share = 1.0 / (k + 1);
            double error = 0;
            for (int t = 0; t < times; t++) {
                sum[t] += row[t];
                double difference = sum[t] * share - median[t];
                error += difference * difference;
            }
            errors[k] = error;
        }
        return errors;
    }

    static double[] median(double[][] rows, int[] which, int times) {
        double[] median = new double[times];
        double[] column = new double[which.length];
        for (int t = 0; t < times; t++) {
            for (int i = 0; i < which.length; i++) {
                column[i] = rows[which[i]][t];
            }
            Arrays.sort(column);
            int middle = which.length / 2;
            median[t] = which.length % 2 == 1 ? column[middle] : (column[middle - 1] + column[middle]) / 2;
        }
        return median;
    }

    /** Epochs by ascending range; those of one range in their order. */
    static int[] sorted(int[] epochs, double[] ranges) {
        return Arrays.stream(epochs).boxed()
                .sorted(Comparator.comparingDouble(epoch -> ranges[epoch]))
                .mapToInt(Integer::intValue).toArray();
    }

    static double range(double[] row) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : row) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return most - least;
    }
}
