/**
 * Long series of volumes, one at a time: results computed when a volume is asked for
 * ({@link org.engram.preprocessing.volume.series.ComputedVoxels}), and passes over a whole series that read in file order
 * and work in parallel ({@link org.engram.preprocessing.volume.series.VolumePass}). With these, a series of any length
 * is processed while a few of its volumes are in memory.
 *
 * <pre>{@code
 * Volume doubled = ComputedVoxels.like(series, (index, values) -> {
 *     series.readVolume(index, values);
 *     for (int i = 0; i < values.length; i++) {
 *         values[i] *= 2;
 *     }
 * });
 * }</pre>
 */
package org.engram.preprocessing.volume.series;
