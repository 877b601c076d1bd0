/**
 * Filters for continuous recordings: FIR and IIR filters, removal of line noise, and moving standardisation. A filter is
 * designed for a sampling rate and applied to arrays or to a {@link org.engram.io.recording.Recording}; each stretch
 * between gaps is filtered by itself.
 *
 * <pre>{@code
 * double rate = recording.samplingRateHz();
 * Recording clean = FirDesign.bandPass(1, 40, rate).build().apply(recording);
 * }</pre>
 */
package org.engram.preprocessing.electrophysiology.filtering;
