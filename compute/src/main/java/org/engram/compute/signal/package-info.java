/**
 * Filters, trends, drifts and splines for series sampled in time. A matrix is time x channels (or voxels): row t holds
 * every channel at sample t. Methods that end in {@code InPlace} work on a matrix narrow enough for the processor's
 * cache; the others cut a wide one into blocks of columns.
 *
 * <pre>{@code
 * SecondOrderSections design = Butterworth.order(5).bandPass(0.01, 0.1, 1 / repetitionTimeSeconds);
 * Matrix filtered = new ZeroPhaseFilter(design).apply(series, Parallelism.available());
 * }</pre>
 */
package org.engram.compute.signal;
