package org.engram.preprocessing.fmri.confounds;

import java.util.List;

/** Which principal components of noise regions (CompCor) are taken. */
public enum CompCor {
    /** None. */
    NONE(false, List.of()),
    /** Those of white matter and cerebrospinal fluid together. */
    ANAT_COMBINED(false, List.of("combined")),
    /** Those of white matter, then those of cerebrospinal fluid. */
    ANAT_SEPARATED(false, List.of("WM", "CSF")),
    /** Those of the voxels with the highest variance over time. */
    TEMPORAL(true, List.of()),
    /** {@link #TEMPORAL}, then {@link #ANAT_COMBINED}. */
    TEMPORAL_ANAT_COMBINED(true, List.of("combined")),
    /** {@link #TEMPORAL}, then {@link #ANAT_SEPARATED}. */
    TEMPORAL_ANAT_SEPARATED(true, List.of("WM", "CSF"));

    private final boolean temporal;
    private final List<String> masks;

    CompCor(boolean temporal, List<String> masks) {
        this.temporal = temporal;
        this.masks = masks;
    }

    boolean temporal() {
        return temporal;
    }

    /** The anatomical masks, as the field {@code Mask} of the JSON file calls them. */
    List<String> masks() {
        return masks;
    }
}
