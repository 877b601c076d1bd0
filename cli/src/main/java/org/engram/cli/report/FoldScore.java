package org.engram.cli.report;

/**
 * The score on the held-out samples of one fold.
 *
 * @param name what was held out: "run 3", "subject 07"
 * @param score the score, NaN when it could not be computed
 * @param testSamples the number of held-out samples
 */
public record FoldScore(String name, double score, int testSamples) {}
