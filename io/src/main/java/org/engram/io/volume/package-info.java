/**
 * Volumes: images on a regular grid with a place in the world. {@link org.engram.io.volume.Volumes} reads and writes
 * them in any installed format; a {@link org.engram.io.volume.Volume} gives its voxels one 3D volume at a time;
 * {@link org.engram.io.volume.VolumeImages} shows it as an ImgLib2 image. A new format implements
 * {@link org.engram.io.volume.VolumeFormat} in a package of its own, with {@link org.engram.io.volume.FileVoxels} for
 * reading voxels lazily and {@link org.engram.io.volume.StoragePlan} for writing them.
 *
 * <pre>{@code
 * try (Volume bold = Volumes.read(Path.of("bold.nii.gz"), System.err::println)) {
 *     float[] voxels = new float[bold.volumeSize()];
 *     for (long t = 0; t < bold.volumeCount(); t++) {
 *         bold.readVolume(t, voxels); // x fastest; a compressed file is unpacked once
 *     }
 * }
 * }</pre>
 */
package org.engram.io.volume;
