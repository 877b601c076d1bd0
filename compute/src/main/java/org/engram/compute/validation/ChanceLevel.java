package org.engram.compute.validation;

import org.engram.compute.estimation.Labels;
import org.engram.core.EngramException;

/**
 * The accuracies that need no brain, from the class frequencies. A decoder should beat the largest of them.
 *
 * @param uniform guessing every class equally often: one over the number of classes that have samples
 * @param proportional guessing each class as often as it occurs: the sum of squared frequencies
 * @param majority always guessing the most frequent class: its frequency
 * @param majorityClass the most frequent class, the first by name among equals
 */
public record ChanceLevel(double uniform, double proportional, double majority, String majorityClass) {
    /**
     * @param y the class of each sample
     * @return the chance levels of these labels
     */
    public static ChanceLevel of(Labels y) {
        if (y.size() == 0) {
            throw new EngramException("there are no samples, so there is no chance level");
        }
        int[] counts = y.counts();
        int present = 0;
        int largest = 0;
        double squares = 0;
        for (int c = 0; c < counts.length; c++) {
            present += counts[c] > 0 ? 1 : 0;
            squares += (double) counts[c] * counts[c];
            largest = counts[c] > counts[largest] ? c : largest;
        }
        double n = y.size();
        return new ChanceLevel(1.0 / present, squares / (n * n), counts[largest] / n, y.names().get(largest));
    }
}
