/**
 * Covariance of sensors: estimated from epochs or recordings, plainly or shrunk, chosen by how well it predicts samples
 * left out; its rank; and the operator that makes noise white.
 *
 * <pre>{@code
 * SensorCovariance noise = CovarianceSelection.compute(epochs, -0.2, 0).best().covariance();
 * Whitener whitener = Whitener.of(noise, epochs.channels());
 * double[] power = whitener.globalFieldPower(evoked).get(ChannelType.EEG);   // about 1 where there is only noise
 * }</pre>
 */
package org.engram.preprocessing.electrophysiology.covariance;
