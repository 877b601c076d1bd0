package org.engram.preprocessing.fmri.sampling;

/** What becomes one sample. */
public enum SampleUnit {
    /** The mean over the volumes of one event (a block, or a trial). */
    BLOCK,
    /** Each volume of an event by itself. Neighbouring volumes are not independent: keep runs apart in validation. */
    VOLUME
}
