/**
 * EDF, EDF+, BDF and BDF+: records of 16-bit (EDF) or 24-bit (BDF) samples after an ASCII header, with annotations as a
 * signal of text. Interrupted files (EDF+D) become {@linkplain org.engram.io.recording.Segment segments}; signals of
 * different rates are never resampled.
 *
 * <pre>{@code
 * List<Recording> allRates = EdfRecordings.readAllRates(file, ReadOptions.DEFAULT, System.err::println);
 * }</pre>
 *
 * <h2>References</h2> Kemp, Värri, Rosa, Nielsen and Gade (1992), A simple format for exchange of digitized polygraphic
 * recordings, Electroencephalography and Clinical Neurophysiology 82:391; Kemp and Olivan (2003), European data format
 * "plus" (EDF+), Clinical Neurophysiology 114:1755; BioSemi, file format of the ActiView software (BDF).
 */
package org.engram.io.recording.edf;
