/**
 * EGI simple binary (.raw), versions 2 to 7: interleaved big-endian samples of all electrodes and one signal per event
 * code, continuous (even versions) or cut into segments (odd).
 *
 * <pre>{@code
 * Recording recording = new EgiFormat().read(Path.of("subject.raw"), ReadOptions.DEFAULT, System.err::println);
 * }</pre>
 *
 * <h2>References</h2> Electrical Geodesics, Net Station file formats technical manual (2006), EGI simple binary.
 */
package org.engram.io.recording.egi;
