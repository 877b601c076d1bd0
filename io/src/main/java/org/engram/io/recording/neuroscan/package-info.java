/**
 * Neuroscan continuous files (.cnt) of 16 or 32 bits, with their table of events.
 *
 * <p>Electrode positions of the header are places on a flat drawing and are not taken for positions on the head: set a
 * montage instead. An event is an annotation without duration, its stimulus code the text.
 *
 * <pre>{@code
 * Recording recording = new CntFormat().read(Path.of("subject.cnt"), ReadOptions.DEFAULT, System.err::println);
 * }</pre>
 *
 * <h2>References</h2> Neuroscan, Scan 4 file formats (SETUP, ELECTLOC, TEEG and EVENT structures of sethead.h).
 */
package org.engram.io.recording.neuroscan;
