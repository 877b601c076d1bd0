/**
 * Decoders of steady-state visual evoked potentials: which flicker frequency is looked at.
 *
 * <pre>{@code
 * Classifier cca = new CanonicalCorrelation(new SteadyState(shape, 250, Map.of("left", 10.0, "right", 12.0)), 3);
 * }</pre>
 */
package org.engram.decoders.timeseries.ssvep;
