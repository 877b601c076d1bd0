/**
 * From sensors to sources: fields of dipoles in spheres, or imported leadfields; minimum-norm estimates and beamformers;
 * time courses of parcels.
 *
 * <pre>{@code
 * ForwardModel forward = SphereModel.of(centre, 0.09).forward(recording, SourceGrid.inSphere(centre, 0.07, 0.01));
 * MinimumNorm inverse = MinimumNorm.builder().build(forward, noise, recording.channels());
 * Matrix activity = inverse.apply(evoked, MinimumNorm.Normalization.DSPM);      // source x time
 * }</pre>
 */
package org.engram.preprocessing.electrophysiology.sources;
