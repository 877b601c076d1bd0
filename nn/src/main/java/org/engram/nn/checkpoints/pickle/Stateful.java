package org.engram.nn.checkpoints.pickle;

/** An object of a pickle that is filled after it was made (the instruction BUILD). */
public interface Stateful {
    /** @param state data, as the pickle gives it */
    void setState(Object state);
}
