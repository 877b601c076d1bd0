/**
 * Gaussian smoothing of volumes and series by a width in millimetres, see
 * {@link org.engram.preprocessing.volume.smoothing.GaussianSmoother}.
 *
 * <pre>{@code
 * GaussianSmoother smoother = GaussianSmoother.builder().fwhmMillimetres(6).build();
 * Volume later = smoother.apply(series);         // each volume smoothed when it is read
 * Volume now = smoother.applyInMemory(series);   // all of them, in parallel
 * }</pre>
 */
package org.engram.preprocessing.volume.smoothing;
