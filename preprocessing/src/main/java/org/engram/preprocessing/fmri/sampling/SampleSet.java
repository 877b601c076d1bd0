package org.engram.preprocessing.fmri.sampling;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;
import org.engram.core.ShapeException;

/**
 * Labelled samples.
 *
 * @param features samples x features
 * @param labels the event type of each sample
 * @param groups the run each sample comes from
 * @param onsetsSeconds when the event of each sample began, seconds from the start of its run
 * @param notices what was left out, and why
 */
public record SampleSet(Matrix features, List<String> labels, List<String> groups, List<Double> onsetsSeconds,
        List<Notice> notices) {
    /** Checks the lengths and copies the lists. */
    public SampleSet {
        if (labels.size() != features.rows() || groups.size() != features.rows()
                || onsetsSeconds.size() != features.rows()) {
            throw new ShapeException(
                    features.rows() + " samples but " + labels.size() + " labels, " + groups.size()
                            + " groups and " + onsetsSeconds.size() + " onsets");
        }
        labels = List.copyOf(labels);
        groups = List.copyOf(groups);
        onsetsSeconds = List.copyOf(onsetsSeconds);
        notices = List.copyOf(notices);
    }

    /**
     * @param sets sample sets with the same features, in order
     * @return all their samples in one set
     */
    public static SampleSet concatenate(List<SampleSet> sets) {
        int rows = sets.stream().mapToInt(set -> set.features.rows()).sum();
        Matrix features = Matrix.zeros(rows, sets.get(0).features.columns());
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        List<Double> onsets = new ArrayList<>();
        List<Notice> notices = new ArrayList<>();
        int row = 0;
        for (SampleSet set : sets) {
            if (set.features.columns() != features.columns()) {
                throw new ShapeException(
                        "samples with " + set.features.columns() + " features cannot follow samples with "
                                + features.columns());
            }
            System.arraycopy(set.features.data(), 0, features.data(), row * features.columns(),
                    set.features.data().length);
            row += set.features.rows();
            labels.addAll(set.labels);
            groups.addAll(set.groups);
            onsets.addAll(set.onsetsSeconds);
            notices.addAll(set.notices);
        }
        return new SampleSet(features, labels, groups, onsets, notices);
    }
}
