/**
 * Covariance matrices as points of a curved space: distances, means, tangent vectors, and the classifiers that use them.
 *
 * <pre>{@code
 * Matrix mean = Metric.RIEMANN.mean(covariances, Parallelism.available());
 * double[] vector = new TangentSpace(mean).vector(covariances.get(0));
 * }</pre>
 */
package org.engram.decoders.timeseries.riemann;
