/**
 * How well does it generalise, and could it be chance? Splitters that respect groups, cross-validation with penalties
 * chosen inside the training samples, scores and their confidence intervals, permutation tests.
 *
 * <pre>{@code
 * Splitter runs = Splitters.named("leave-one-run-out", 0);
 * CrossValidation validation = CrossValidation.builder(classifier, runs).score(Score.BALANCED_ACCURACY).build();
 * PreparedSamples samples = validation.prepare(x, y, groups);
 * CrossValidationResult result = validation.run(samples);
 * PermutationResult chance = PermutationTest.builder().permutations(1000).seed(1).build().run(validation, samples);
 * System.out.println(result.confusion() + "p = " + chance.pValue());
 * }</pre>
 */
package org.engram.compute.validation;
