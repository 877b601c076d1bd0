/**
 * Reading and writing gzip (RFC 1952) the way imaging files need it: members one after another, padding, honest
 * reports of truncation, and compression on several threads whose output does not depend on their number.
 *
 * <pre>{@code
 * try (GzipInput in = GzipInput.open(Path.of("t1.nii.gz"), GzipInput.BUFFER_BYTES)) {
 *     byte[] header = in.readNBytes(348);
 * }
 * }</pre>
 */
package org.engram.io.gzip;
