/**
 * Linear mixtures of channels that bring out what an analysis asks for: power that differs between classes (CSP) or
 * follows a number (SPoC), oscillations in a band (SSD), evoked responses (xDAWN).
 *
 * <pre>{@code
 * CommonSpatialPatterns csp = CommonSpatialPatterns.builder().components(6).build();
 * Matrix features = csp.fit(trials, labels).logPower(trials); // trials x components
 * }</pre>
 */
package org.engram.decoders.timeseries.spatialfilters;
