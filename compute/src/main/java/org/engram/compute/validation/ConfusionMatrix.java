package org.engram.compute.validation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.engram.compute.estimation.Labels;
import org.engram.core.ShapeException;

/**
 * How often each class was taken for each other, and the scores that follow from it. Rows are the true classes, columns
 * the predicted ones. Immutable. A class that was never tested has no recall (NaN) and stays out of balanced accuracy; a
 * class that was never predicted has no precision (NaN).
 */
public final class ConfusionMatrix {
    private final List<String> names;
    private final int[][] counts;

    private ConfusionMatrix(List<String> names, int[][] counts) {
        this.names = names;
        this.counts = counts;
    }

    /**
     * @param names class names
     * @param counts true classes x predicted classes; copied
     * @return that matrix
     */
    public static ConfusionMatrix of(List<String> names, int[][] counts) {
        int[][] copy = new int[names.size()][];
        if (counts.length != names.size()) {
            throw new ShapeException(
                    "confusion matrix has " + counts.length + " rows for " + names.size() + " classes");
        }
        for (int t = 0; t < copy.length; t++) {
            if (counts[t].length != names.size()) {
                throw new ShapeException("row " + t + " of the confusion matrix has " + counts[t].length
                        + " columns for " + names.size() + " classes");
            }
            copy[t] = counts[t].clone();
        }
        return new ConfusionMatrix(List.copyOf(names), copy);
    }

    /**
     * @param truth the true classes
     * @param predicted the predicted ones, with the same class names
     * @return how often each pair occurs
     */
    public static ConfusionMatrix of(Labels truth, Labels predicted) {
        if (truth.size() != predicted.size() || !truth.names().equals(predicted.names())) {
            throw new ShapeException("cannot compare " + truth + " with " + predicted
                    + ": both need the same samples and the same class names");
        }
        int[][] counts = new int[truth.classCount()][truth.classCount()];
        for (int i = 0; i < truth.size(); i++) {
            counts[truth.code(i)][predicted.code(i)]++;
        }
        return new ConfusionMatrix(truth.names(), counts);
    }

    /**
     * @param other counts of the same classes
     * @return the sum
     */
    public ConfusionMatrix plus(ConfusionMatrix other) {
        if (!names.equals(other.names)) {
            throw new ShapeException("cannot add confusion matrices of " + names + " and " + other.names);
        }
        int[][] sum = counts();
        for (int t = 0; t < sum.length; t++) {
            for (int p = 0; p < sum.length; p++) {
                sum[t][p] += other.counts[t][p];
            }
        }
        return new ConfusionMatrix(names, sum);
    }

    /** @return class names by code */
    public List<String> names() {
        return names;
    }

    /** @return true classes x predicted classes, a copy */
    public int[][] counts() {
        return Arrays.stream(counts).map(int[]::clone).toArray(int[][]::new);
    }

    /**
     * @param truth code of the true class
     * @param predicted code of the predicted class
     * @return how often
     */
    public int count(int truth, int predicted) {
        return counts[truth][predicted];
    }

    /** @return number of samples tested */
    public int total() {
        int total = 0;
        for (int c = 0; c < counts.length; c++) {
            total += tested(c);
        }
        return total;
    }

    /** @return number of samples predicted rightly */
    public int correct() {
        int correct = 0;
        for (int c = 0; c < counts.length; c++) {
            correct += counts[c][c];
        }
        return correct;
    }

    /**
     * @param c class code
     * @return number of samples of that class
     */
    public int tested(int c) {
        return Arrays.stream(counts[c]).sum();
    }

    /**
     * @param c class code
     * @return number of samples predicted to be of that class
     */
    public int predicted(int c) {
        int sum = 0;
        for (int[] row : counts) {
            sum += row[c];
        }
        return sum;
    }

    /** @return part of the samples predicted rightly; NaN when none was tested */
    public double accuracy() {
        return (double) correct() / total();
    }

    /** @return mean recall over the classes tested; NaN when none was tested */
    public double balancedAccuracy() {
        double sum = 0;
        int classes = 0;
        for (int c = 0; c < counts.length; c++) {
            int tested = tested(c);
            if (tested > 0) {
                sum += (double) counts[c][c] / tested;
                classes++;
            }
        }
        return sum / classes;
    }

    /**
     * @param c class code
     * @return part of the samples of that class that were found; NaN when there are none
     */
    public double recall(int c) {
        return (double) counts[c][c] / tested(c);
    }

    /**
     * @param c class code
     * @return part of the predictions of that class that are right; NaN when there are none
     */
    public double precision(int c) {
        return (double) counts[c][c] / predicted(c);
    }

    /**
     * @param c class code
     * @return harmonic mean of precision and recall, 2 tp / (tested + predicted); NaN when the class neither occurs nor
     *     is predicted
     */
    public double f1(int c) {
        return 2.0 * counts[c][c] / (tested(c) + predicted(c));
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ConfusionMatrix other && names.equals(other.names)
                && Arrays.deepEquals(counts, other.counts);
    }

    @Override
    public int hashCode() {
        return 31 * names.hashCode() + Arrays.deepHashCode(counts);
    }

    /** @return a table: a line per true class, with its recall at the end */
    @Override
    public String toString() {
        int width = Math.max(6, names.stream().mapToInt(String::length).max().orElse(0));
        StringBuilder text = new StringBuilder(" ".repeat(width));
        for (String name : names) {
            text.append(String.format(Locale.ROOT, "  %" + width + "s", name));
        }
        text.append("  recall\n");
        for (int t = 0; t < counts.length; t++) {
            text.append(String.format(Locale.ROOT, "%" + width + "s", names.get(t)));
            for (int count : counts[t]) {
                text.append(String.format(Locale.ROOT, "  %" + width + "d", count));
            }
            text.append(String.format(Locale.ROOT, "  %5.1f %%\n", 100 * recall(t)));
        }
        return text.toString();
    }
}
