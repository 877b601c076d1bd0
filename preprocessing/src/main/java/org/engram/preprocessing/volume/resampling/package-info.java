/**
 * Volumes on other grids: {@link org.engram.preprocessing.volume.resampling.Resampler} interpolates (nearest, linear,
 * cubic B-spline) onto a {@link org.engram.preprocessing.volume.resampling.Grid};
 * {@link org.engram.preprocessing.volume.resampling.Reorientation} permutes and flips axes without interpolation.
 *
 * <pre>{@code
 * Resampler resampler = Resampler.builder().interpolation(Interpolation.CUBIC).build();
 * Volume twoMillimetres = resampler.toResolution(series, 2);
 * Volume onTemplate = resampler.toReference(series, template);
 * Volume upright = Reorientation.toRas(anatomy);
 * }</pre>
 */
package org.engram.preprocessing.volume.resampling;
