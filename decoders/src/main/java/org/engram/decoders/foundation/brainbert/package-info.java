/**
 * BrainBERT: a transformer over the spectrogram frames of one intracranial electrode, pre-trained to fill in masked times
 * and frequencies.
 *
 * <p>Input: (batch, frame, 40): magnitudes below 200 Hz of the short-time Fourier transform (or superlets) of a
 * Laplacian-referenced, notch-filtered recording at 2048 Hz, each frequency standardised over time; 5 s windows.
 *
 * <p>Output: {@link org.engram.decoders.foundation.brainbert.BrainBertNetwork} (batch, frame, 768) representation and
 * (batch, frame, 40) reconstruction; {@link org.engram.decoders.foundation.brainbert.BrainBertClassifier} (batch) logits.
 *
 * <p>Departures: the norms' biases start at zero; the released code starts them at one by mistake, which matters for
 * training from scratch only.
 *
 * <p>Weights: published by the authors without an explicit licence; a port to braindecode exists under names of its own.
 * Not distributed with Engram. The file holds the weights under {@code model}.
 *
 * <pre>{@code
 * BrainBertNetwork network = new BrainBertNetwork(BrainBertConfiguration.published());
 * NDArray representation = network.apply(pass, new NDList(spectrogram)).get(0);
 * }</pre>
 *
 * <h2>References</h2> Wang et al. (2023), BrainBERT: self-supervised representation learning for intracranial recordings,
 * ICLR.
 */
package org.engram.decoders.foundation.brainbert;
