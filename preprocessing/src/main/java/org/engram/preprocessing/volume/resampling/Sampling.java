package org.engram.preprocessing.volume.resampling;

import org.engram.core.Parallelism;

/** Interpolates one volume onto a fixed target grid. Thread-safe. */
interface Sampling {
    /**
     * @param values the input volume, first axis fastest, finite; not changed
     * @param into receives the output volume, first axis fastest
     * @param fill value outside the centres of the outermost input voxels
     * @param parallelism threads for this volume
     */
    void sample(float[] values, float[] into, float fill, Parallelism parallelism);
}
