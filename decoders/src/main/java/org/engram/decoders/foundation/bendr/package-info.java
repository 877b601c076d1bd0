/**
 * BENDR: six strided convolutions turn EEG into a sequence of vectors, and a large transformer predicts masked ones, as
 * wav2vec 2.0 does for speech.
 *
 * <p>Input: (batch, 20 channels, sample) at 256 Hz in the order of {@link
 * org.engram.decoders.foundation.bendr.BendrEncoder#CHANNELS}; the EEG of a trial scaled jointly to [-1, 1], missing
 * channels zero; the last channel, SCALE, is constant over time: twice the trial's share of the data set's range, minus
 * one.
 *
 * <p>Output: {@link org.engram.decoders.foundation.bendr.BendrEncoder} (batch, 512, sample / 96), 0.375 s a vector;
 * {@link org.engram.decoders.foundation.bendr.BendrContextualizer} (batch, 512, 1 + position), the start token's first;
 * {@link org.engram.decoders.foundation.bendr.BendrClassifier} (batch, class) logits.
 *
 * <p>Departures: the magnitude of the positional convolution ({@code weight_g}) starts at its expected value, not at the
 * norm of the drawn weights. As in the reference, the norms inside the transformer layers are left out and {@code norm}
 * is a parameter that nothing uses.
 *
 * <p>Weights: {@code encoder.pt} and {@code contextualizer.pt} of the authors (BSD-3), trained on the TUH EEG corpus,
 * which contains TUAB and TUEV; not distributed with Engram.
 *
 * <pre>{@code
 * BendrClassifier network = new BendrClassifier(BendrConfiguration.published(), 4, BendrClassifier.Token.LAST);
 * NDArray logits = network.apply(pass, trials);
 * }</pre>
 *
 * <h2>References</h2> Kostas, Aroca-Ouellette and Rudzicz (2021), BENDR: using transformers and a contrastive
 * self-supervised learning task to learn from massive amounts of EEG data, Front. Hum. Neurosci. 15, 653659.
 */
package org.engram.decoders.foundation.bendr;
