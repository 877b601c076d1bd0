/**
 * Classical decoders of trials of a recording. A trial is a channels x times array; its features are covariances,
 * spatially filtered time courses or the samples themselves, and a classifier learns from them inside each training set
 * only. Start at {@code evaluation.EpochDecoding} for a score, at {@code pipelines.EpochPipelines} for what there is.
 */
package org.engram.decoders.timeseries;
