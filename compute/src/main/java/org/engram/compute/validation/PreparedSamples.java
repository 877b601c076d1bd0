package org.engram.compute.validation;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.ShapeException;

/**
 * Samples that were checked and divided, with their inner products once these are needed: what a cross-validation and
 * the permutation test of it share. Made by {@link CrossValidation#prepare}. Keeps the feature matrix, not a copy:
 * leave it alone until the work is done. Thread-safe.
 */
public final class PreparedSamples {
    private final Matrix x;
    private final Labels y;
    private final List<String> groups;
    private final List<Split> splits;
    private final List<Notice> notices;
    private Matrix gram;
    private boolean finite;

    PreparedSamples(Matrix x, Labels y, List<String> groups, Splitter splitter, GroupLeakage leakage) {
        requireSamples(x, y, groups);
        this.x = x;
        this.y = y;
        this.groups = List.copyOf(groups);
        this.splits = List.copyOf(splitter.split(y, groups));
        List<Notice> found = new ArrayList<>(splitter.notices(y, groups));
        for (Split split : splits) {
            SplitChecks.requireSound(split, y, splitter.describe());
        }
        found.addAll(SplitChecks.leakage(splits, Groups.of(groups), splitter, leakage));
        this.notices = List.copyOf(found);
    }

    /**
     * Checks and divides samples for work that brings its own loop over splits, such as a searchlight.
     *
     * @param x samples x features; kept, not copied
     * @param y the class of each row
     * @param groups the run, session or subject of each sample; empty when samples are independent
     * @param splitter how to divide them
     * @param leakage what to do when samples of one group stand on both sides
     * @return the samples with their splits
     */
    public static PreparedSamples of(Matrix x, Labels y, List<String> groups, Splitter splitter,
            GroupLeakage leakage) {
        PreparedSamples samples = new PreparedSamples(x, y, groups, splitter, leakage);
        samples.requireFinite();
        return samples;
    }

    private static void requireSamples(Matrix x, Labels y, List<String> groups) {
        if (x.rows() != y.size()) {
            throw new ShapeException("there are " + x.rows() + " samples but " + y.size()
                    + " labels: give one label per row of the feature matrix");
        }
        Groups.requireSize(groups, y.size());
        if (x.columns() == 0) {
            throw new EngramException(
                    "the feature matrix has no features: the mask or selection kept none, widen it");
        }
        int[] counts = y.counts();
        if (y.classCount() < 2) {
            throw new EngramException("all samples are of one class " + y.names()
                    + ": decoding needs two or more classes");
        }
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] == 0) {
                throw new EngramException("class '" + y.names().get(c)
                        + "' is named but has no sample: keep only classes that occur (Labels.of(labels.toList()))");
            }
        }
    }

    /** Looks at every feature, once. */
    private synchronized void requireFinite() {
        if (finite) {
            return;
        }
        if (!x.isFinite()) {
            int first = x.firstNotFinite();
            throw new EngramException(
                    "the features hold " + x.countNotFinite()
                            + " values that are NaN or infinite, the first at sample "
                            + first / x.columns() + ", feature " + first % x.columns()
                            + " (counted from 0): mask out such voxels or channels, or drop the samples");
        }
        finite = true;
    }

    /** @return the splits, in order */
    public List<Split> splits() {
        return splits;
    }

    /** @return what was noticed about the samples and their division */
    public List<Notice> notices() {
        return notices;
    }

    Matrix x() {
        return x;
    }

    Labels y() {
        return y;
    }

    List<String> groups() {
        return groups;
    }

    /** Inner products of all samples, formed on first use. */
    synchronized Matrix gram() {
        if (gram == null) {
            Matrix products = DenseAlgebra.gram(x);
            for (int i = 0; i < products.rows(); i++) {
                // What is not finite shows in the inner product of its sample with itself: no need to look at all twice.
                if (!Double.isFinite(products.get(i, i))) {
                    requireFinite();
                    throw new EngramException(
                            "the features of sample " + i + " (counted from 0) are so large that their"
                                    + " squares cannot be added up: divide all features by a constant");
                }
            }
            finite = true;
            gram = products;
        }
        return gram;
    }

    FoldData fold(Split split, boolean fromGram) {
        if (fromGram) {
            return FoldData.ofGram(gram(), split);
        }
        requireFinite();
        return FoldData.ofFeatures(x, split);
    }

    List<String> groupsOf(int[] samples) {
        if (groups.isEmpty()) {
            return groups;
        }
        List<String> selected = new ArrayList<>(samples.length);
        for (int sample : samples) {
            selected.add(groups.get(sample));
        }
        return selected;
    }
}
