/**
 * Other sampling rates for recordings and epochs: polyphase filters, which take time proportional to the length and work
 * by block, or the Fourier method. Trigger codes are never interpolated.
 *
 * <pre>{@code
 * Resampling to250 = Resampling.to(250);
 * Recording slower = to250.apply(recording);
 * ResampledEvents events = to250.events(recording, triggers);
 * }</pre>
 */
package org.engram.preprocessing.electrophysiology.resampling;
