package org.engram.compute.validation;

/** What to do when samples of one group (run, session, subject) are both trained on and tested. */
public enum GroupLeakage {
    /** Stop with an error that names the groups. The default: such scores are too good. */
    REFUSE,
    /** Go on and say so in a notice; right when samples of one group are known to be independent. */
    ALLOW
}
