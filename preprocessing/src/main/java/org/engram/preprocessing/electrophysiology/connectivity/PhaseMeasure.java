package org.engram.preprocessing.electrophysiology.connectivity;

/** What is computed from the cross-spectra S of two channels over trials. All are 0 without a relation. */
public enum PhaseMeasure {
    /** Coherence, |E[S]| / sqrt(E[Pxx] E[Pyy]): 0 to 1. */
    COHERENCE,
    /** Imaginary part of coherency: -1 to 1, blind to what spreads without delay (Nolte et al. 2004). Antisymmetric. */
    IMAGINARY_COHERENCE,
    /** Phase locking value, |E[S / |S|]|: 0 to 1 (Lachaux et al. 1999). */
    PHASE_LOCKING,
    /** Pairwise phase consistency: the square of the phase locking value without its bias (Vinck et al. 2010). */
    PAIRWISE_PHASE_CONSISTENCY,
    /** Phase lag index, |E[sign Im S]|: 0 to 1 (Stam et al. 2007). */
    PHASE_LAG_INDEX,
    /** Weighted phase lag index, |E[Im S]| / E[|Im S|]: 0 to 1 (Vinck et al. 2011). */
    WEIGHTED_PHASE_LAG_INDEX,
    /** Square of the weighted phase lag index without its bias (Vinck et al. 2011); may fall below 0. */
    DEBIASED_WEIGHTED_PHASE_LAG_INDEX
}
