/**
 * Covariances between the channels of a trial: estimators with their divisors, the packing of symmetric matrices as
 * rows of a sample matrix, and the subspace in which channels are linearly independent.
 *
 * <pre>{@code
 * Matrix c = CovarianceEstimator.OAS.of(trial); // channels x channels, positive definite
 * }</pre>
 */
package org.engram.decoders.timeseries.covariance;
