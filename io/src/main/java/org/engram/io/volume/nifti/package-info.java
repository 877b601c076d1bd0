/**
 * NIfTI-1, NIfTI-2 and Analyze 7.5 images: single files and header/image pairs, plain or gzip, either byte order.
 *
 * <p>Reading gives a {@link org.engram.io.volume.nifti.NiftiImage}: the header as the file has it, a
 * {@link org.engram.io.volume.Volume} whose affine is in millimetres and whose repetition time is in seconds, the
 * extensions byte for byte, and a notice for everything that had to be repaired or guessed.
 *
 * <pre>{@code
 * try (NiftiImage image = NiftiReader.defaults().read(Path.of("bold.nii.gz"))) {
 *     image.notices().forEach(System.err::println);
 *     float[] first = image.volume().readVolume(0);
 * }
 * NiftiWriter.builder().voxelType(VoxelType.FLOAT32).build().write(volume, Path.of("map.nii.gz"));
 * }</pre>
 *
 * <h2>References</h2> R. W. Cox et al., A (sort of) new image data format standard: NIfTI-1, Human Brain Mapping
 * (2004), and nifti1.h, nifti2.h (nifti.nimh.nih.gov). Mayo Clinic, Analyze 7.5 file format.
 *
 * <p>Departures from nibabel 5: a quaternion slightly too long is shortened instead of refused; millimetres and
 * seconds are enforced by the units field; a file cut short is refused when opened, not when read.
 */
package org.engram.io.volume.nifti;
