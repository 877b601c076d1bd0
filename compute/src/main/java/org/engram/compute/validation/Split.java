package org.engram.compute.validation;

/**
 * One way to divide the samples.
 *
 * @param name how a person tells it apart: "run 3"
 * @param train sample indices to fit on, ascending
 * @param test sample indices to score on, ascending; none of them in {@code train}
 */
public record Split(String name, int[] train, int[] test) {}
