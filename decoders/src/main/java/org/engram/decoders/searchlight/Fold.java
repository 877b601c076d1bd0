package org.engram.decoders.searchlight;

/**
 * One division of the samples, as the kernels see it.
 *
 * @param train sample indices to fit on
 * @param test sample indices to predict
 */
record Fold(int[] train, int[] test) {}
