package org.engram.preprocessing.fmri.cleaning;

/** How a frequency band is kept. */
public enum TemporalFilter {
    /** Zero-phase Butterworth filter of series and confounds; censored volumes are interpolated for it. */
    BUTTERWORTH,
    /** Slow cosines regressed out together with the confounds; a high-pass only. */
    COSINE
}
