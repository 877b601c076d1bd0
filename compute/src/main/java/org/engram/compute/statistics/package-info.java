/**
 * Statistics that decoding and mass-univariate maps need: moments, ranks, correlations, F tests per feature, the area
 * under the ROC curve, tail probabilities that stay accurate at 1e-300, confidence intervals and shrunk covariances.
 *
 * <pre>{@code
 * FeatureScores scores = FeatureTests.classes(x, labels.codes(), labels.classCount());
 * int[] best = scores.best(500);                       // the 500 most informative voxels
 * double z = Tails.normalQuantile(Tails.logStudent(4.2, 57));
 * }</pre>
 */
package org.engram.compute.statistics;
