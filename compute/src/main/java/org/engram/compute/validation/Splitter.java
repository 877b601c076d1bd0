package org.engram.compute.validation;

import java.util.List;
import org.engram.compute.estimation.Labels;

/** Divides samples into training and test sets. Deterministic: the same input gives the same splits. */
public interface Splitter {
    /**
     * @param y the class of each sample
     * @param groups the run, session or subject of each sample; samples of one group are never on both sides unless
     *     the splitter's documentation says that it ignores groups
     * @return the splits, in order
     */
    List<Split> split(Labels y, List<String> groups);

    /** @return the scheme in words: "leave one run out" */
    String describe();
}
