package org.engram.compute.validation;

/** Which labels a permutation test may exchange: those that could as well have been swapped if there were no effect. */
public enum Exchangeability {
    /**
     * Labels of samples within a group (run, session, subject). The default, right when every group holds several
     * classes, as fMRI runs do. Without groups, or with one, all samples.
     */
    WITHIN_GROUPS("within groups"),
    /**
     * Labels of whole groups, all samples of a group together: for classes that do not vary within a group, as
     * diagnosis does not within a subject.
     */
    WHOLE_GROUPS("of whole groups"),
    /** Labels of all samples, whatever their group: right only when samples are independent. */
    FREELY("of all samples");

    private final String words;

    Exchangeability(String words) {
        this.words = words;
    }

    /** @return how the labels were permuted, to follow "labels permuted" */
    public String words() {
        return words;
    }
}
