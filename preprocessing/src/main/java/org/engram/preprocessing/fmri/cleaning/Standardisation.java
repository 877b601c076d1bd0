package org.engram.preprocessing.fmri.cleaning;

/** The scale cleaned series are brought to. */
public enum Standardisation {
    /** Zero mean and unit standard deviation (divisor n - 1). Constant series become 0. */
    Z_SCORE,
    /** Deviation from the mean in per cent of the absolute mean before detrending and filtering. */
    PERCENT_CHANGE,
    /** As the steps before left it. */
    NONE
}
