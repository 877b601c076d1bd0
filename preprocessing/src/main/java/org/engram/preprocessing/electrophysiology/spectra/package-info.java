/**
 * Power over frequency and over time and frequency: Welch's method, multitapers, Morlet wavelets and superlets, and what is
 * read off spectra (band power, entropy, the aperiodic part).
 *
 * <pre>{@code
 * Spectrum spectrum = Welch.builder().segmentSamples(512).build().of(recording, recording.goodBrainChannels(), progress);
 * double alpha = BandPower.absolute(spectrum, 8, 13)[0];
 * }</pre>
 */
package org.engram.preprocessing.electrophysiology.spectra;
