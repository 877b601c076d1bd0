/**
 * LaBraM: a transformer over one-second patches of scalp EEG from any selection of 128 channels, pre-trained to predict
 * the codes that a spectrum-predicting tokeniser gives to masked patches.
 *
 * <p>Input: (batch, channel, patch, 200 samples) at 200 Hz, band-passed 0.1-75 Hz, notch-filtered at the mains of the
 * recording, in microvolts divided by 100; at most 16 patches. Beside it the numbers of the channels, the class token's
 * first ({@link org.engram.decoders.foundation.labram.LabramChannels}).
 *
 * <p>Output: {@link org.engram.decoders.foundation.labram.LabramClassifier} (batch, class) logits and (batch, feature)
 * mean features; {@link org.engram.decoders.foundation.labram.LabramTokenizer} (batch, token) codes;
 * {@link org.engram.decoders.foundation.labram.LabramMaskedModel} (batch, token, code) logits.
 *
 * <p>Group normalisation runs over all tokens of a sample, so each token's embedding depends on all others, masked ones
 * included, as in the reference.
 *
 * <p>Departures: channel names whose position row does not exist are refused instead of failing inside; linear biases
 * start like PyTorch's own instead of at zero. Passes that train move the codebook of {@link
 * org.engram.decoders.foundation.labram.LabramTokenizer}, after a start by k-means where the checkpoint brings none.
 *
 * <p>Weights: released by the authors with MIT-licensed code; not distributed with Engram. Their base checkpoint holds
 * the encoder under {@code student.}, with {@code mask_token}, {@code lm_head}, {@code projection_head}, {@code norm} and
 * {@code logit_scale} beside it.
 *
 * <pre>{@code
 * LabramClassifier network = new LabramClassifier(LabramConfiguration.base(4));
 * NDArray channels = LabramChannels.numbers(manager, List.of("C3", "CZ", "C4"));
 * NDList result = network.apply(pass, new NDList(patches, channels)); // logits, features
 * }</pre>
 *
 * <h2>References</h2> Jiang, Zhao and Lu (2024), Large brain model for learning generic representations with tremendous
 * EEG data in BCI, ICLR.
 */
package org.engram.decoders.foundation.labram;
