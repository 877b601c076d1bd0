/**
 * Classifiers for brain data: ridge, logistic regression, linear support vector machines, linear
 * discriminants, naive Bayes, nearest neighbours, and what wraps them inside a fold (feature screening,
 * standardisation).
 *
 * <p>Every estimator is an immutable value whose {@code fit} gives an immutable model. Whole-brain data have
 * far fewer samples than features; the linear methods then work on the n x n inner products of the samples
 * and write the weights as a combination of samples at the end, and they do so by themselves. Data must be
 * finite. Decision values have one column per class; for two classes a linear method gives the negative and
 * the positive margin.
 *
 * <pre>{@code
 * Classifier ridge = Classifiers.named("ridge");
 * Classifier pipeline = StandardizedClassifier.of(ScreenedClassifier.of(ridge,
 *         FeatureScreening.percentile(20)));
 * ClassifierModel model = pipeline.fit(trainingSamples, trainingLabels);
 * int[] predicted = model.predict(testSamples);
 * Matrix patterns = HaufePatterns.of(trainingSamples, (LinearModel) model);
 * }</pre>
 */
package org.engram.decoders.classical;
