/**
 * Du-IN: a transformer over tenth-second segments of ten selected intracranial channels of one region, taken together,
 * with a first layer of each subject's own; pre-trained to predict the codes of masked segments.
 *
 * <p>Input: (batch, sample, channel), bipolar sEEG at 1000 Hz, standardised per channel with the statistics of the
 * training data; int64 (batch) subject numbers. Samples are a multiple of 100, 4 s at most.
 *
 * <p>Output: {@link org.engram.decoders.foundation.duin.DuinTokenizer} codes and the reconstructed signal; {@link
 * org.engram.decoders.foundation.duin.DuinMaskedModel} (batch, segment, code) logits; {@link
 * org.engram.decoders.foundation.duin.DuinClassifier} (batch, class) logits.
 *
 * <p>Departures: classifiers give logits, where the reference ends in a sigmoid and computes its cross-entropy on that;
 * passes that train move the codebook, after a start by k-means where the checkpoint brings none. Parameters
 * the reference stores and never learns (time table, attention scales, codebook, temperature) are frozen parameters.
 *
 * <p>Weights: published by the authors for some of their subjects; not distributed with Engram.
 *
 * <pre>{@code
 * DuinClassifier network = new DuinClassifier(DuinConfiguration.published());
 * NDArray logits = network.apply(pass, new NDList(trials, subjects)).get(0);
 * }</pre>
 *
 * <h2>References</h2> Zheng et al. (2024), Du-IN: discrete units-guided mask modeling for decoding speech from
 * intracranial neural signals, NeurIPS.
 */
package org.engram.decoders.foundation.duin;
