package org.engram.preprocessing.electrophysiology.filtering;

/** What a FIR filter does to the phase. */
public enum FirPhase {
    /** A symmetric kernel whose delay is taken back: nothing moves in time. */
    ZERO,
    /** The same applied forward and backward: the gain is squared, so an edge that was 6 dB down is 12 dB down. */
    ZERO_DOUBLE,
    /** A symmetric kernel whose delay stays: every frequency comes late by half the kernel. */
    LINEAR,
    /** Causal, as little delay as the gain of the symmetric kernel permits. */
    MINIMUM,
    /** Causal, minimum phase, of a kernel twice as long whose gain is the square: half as much attenuation in dB. */
    MINIMUM_HALF;

    boolean isMinimum() { return this == MINIMUM || this == MINIMUM_HALF; }

    boolean isZero() { return this == ZERO || this == ZERO_DOUBLE; }
}
