/**
 * The registry of file formats. A format is one class that implements {@link org.engram.io.format.FileFormat} and is
 * named in {@code META-INF/services/org.engram.io.format.FileFormat}; from that day every command that describes,
 * converts or shows files knows it. Kinds of data extend the interface in their own package (volumes:
 * {@code org.engram.io.volume.VolumeFormat}).
 *
 * <pre>{@code
 * FileFormat format = Formats.detect(Path.of("bold.nii.gz"));
 * format.summarise(Path.of("bold.nii.gz")).facts().forEach((name, value) -> System.out.println(name + ": " + value));
 * }</pre>
 */
package org.engram.io.format;
