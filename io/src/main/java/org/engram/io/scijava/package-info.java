/**
 * Engram's files in SciJava applications such as Fiji: with this module on the class path,
 *
 * <pre>{@code
 * Volume volume = (Volume) context.service(IOService.class).open("t1.nii.gz");
 * }</pre>
 *
 * works for every volume format that is installed.
 */
package org.engram.io.scijava;
