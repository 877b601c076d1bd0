package org.engram.preprocessing.fmri.confounds;

/** How ICA-AROMA's motion components are removed. */
public enum IcaAroma {
    /** They are not. */
    NONE,
    /** fMRIPrep did so: the image must be its {@code desc-smoothAROMAnonaggr_bold}; adds no regressors. */
    FULL,
    /** Their time courses ({@code aroma_motion_NN}) are regressors. */
    BASIC
}
