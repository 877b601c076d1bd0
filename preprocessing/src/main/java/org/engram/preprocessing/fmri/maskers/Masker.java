package org.engram.preprocessing.fmri.maskers;

import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.volume.resampling.Grid;

/**
 * Turns series of volumes into matrices of samples by features, and matrices back into volumes. Immutable and
 * thread-safe. A masker lies on one grid; given images on another, it does what its {@link MaskerOptions.GridPolicy}
 * says.
 */
public interface Masker {
    /**
     * Reads a series, one volume at a time in order, and extracts each feature from each volume. Voxels of the mask
     * that are NaN or infinite in any volume are an error above 1 % of the mask; fewer are left out with the notice
     * {@code masker-non-finite}.
     *
     * @param series a volume or series; not closed
     * @return volumes x features
     */
    Matrix transform(Volume series);

    /**
     * Paints rows back into volumes on the masker's grid, 0 outside. The result reads its values from the matrix
     * (shared, not copied) in double precision, so that {@link #transform} of it gives the matrix back where the Javadoc
     * of the implementation says so.
     *
     * @param samples rows x features
     * @return one volume per row (a single volume for one row)
     */
    Volume inverseTransform(Matrix samples);

    /**
     * @param image an image to be transformed
     * @return this masker on the grid it will work on for such images; itself when nothing changes
     */
    Masker forImage(Volume image);

    /** @return number of features, the columns of the matrix */
    int featureCount();

    /** @return a name for each feature */
    List<String> featureNames();

    /** @return for each feature the world coordinates of its centre, mm; NaN for a feature without voxels */
    double[][] featureCoordinates();

    /** @return all voxels that belong to any feature */
    Mask mask();

    /** @return the grid volumes are painted on */
    default Grid grid() {
        return mask().grid();
    }
}
