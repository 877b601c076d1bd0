/**
 * Spherical splines over the scalp: what a bad electrode would have measured, and the current source density.
 *
 * <pre>{@code
 * Recording whole = ChannelInterpolation.of(recording.channels(), HeadSphere.fit(recording.channels())).apply(recording);
 * }</pre>
 */
package org.engram.preprocessing.electrophysiology.interpolation;
