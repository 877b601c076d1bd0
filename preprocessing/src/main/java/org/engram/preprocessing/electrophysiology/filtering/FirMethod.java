package org.engram.preprocessing.electrophysiology.filtering;

/** How the taps of a FIR filter are found. */
public enum FirMethod {
    /** Every edge is a windowed sinc of its own, just as long as its transition needs. */
    WINDOWED_SINC,
    /** The gain drawn by straight lines is transformed and windowed; kernels are twice as long. */
    FREQUENCY_SAMPLING
}
