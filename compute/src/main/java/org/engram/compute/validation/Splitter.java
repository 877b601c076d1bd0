package org.engram.compute.validation;

import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.core.Notice;

/** Divides samples into training and test sets. Deterministic: the same input gives the same splits. */
public interface Splitter {
    /**
     * @param y the class of each sample
     * @param groups the run, session or subject of each sample; samples of one group are never on both sides unless
     *     the splitter's documentation says that it ignores groups. Splitters that ignore groups accept an empty list
     * @return the splits, in order
     */
    List<Split> split(Labels y, List<String> groups);

    /** @return the scheme in words: "leave one run out" */
    String describe();

    /**
     * Tells a permutation test whether the splits follow the labels, as stratified ones do: relabelled samples would
     * then be split otherwise, and the test has to take that into account.
     *
     * @return false, unless the splitter says otherwise
     */
    default boolean dependsOnLabels() {
        return false;
    }

    /**
     * @param y the class of each sample
     * @param groups as in {@link #split}
     * @return what a person should know about the splits of these samples; mostly nothing
     */
    default List<Notice> notices(Labels y, List<String> groups) {
        return List.of();
    }
}
