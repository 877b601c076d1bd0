package org.engram.preprocessing.electrophysiology.cleaning;

/** What kind of filter removes slow and fast changes. */
public enum FilterMethod {
    /** Finite impulse response: linear or minimum phase. */
    FIR,
    /** Butterworth of order 4, forward and backward. */
    IIR
}
