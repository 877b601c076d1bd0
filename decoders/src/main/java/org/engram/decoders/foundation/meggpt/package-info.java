/**
 * MEG-GPT: a tokeniser that turns every channel of source-reconstructed MEG into one of 128 tokens per sample, and a
 * generator that predicts the next tokens from the last hundred with attention over progressively coarser patches.
 *
 * <p>Input: 52 parcels (Glasser) at 250 Hz, standardised per session. The tokeniser
 * ({@link org.engram.decoders.foundation.meggpt.MegTokenizer}) takes (batch, time, channel); the generator
 * ({@link org.engram.decoders.foundation.meggpt.MegGptNetwork}) int64 (batch, 100, channel) labels of a
 * {@link org.engram.decoders.foundation.meggpt.MegVocabulary} and int64 (batch, 100) sessions.
 *
 * <p>Output: tokens and the reconstructed signal; (batch, 16, channel, 66) logits of the next label at the last sixteen
 * samples.
 *
 * <p>Channels never interact in either network. Departures: the tokeniser's decoder sums its kernel over output channels
 * before convolving instead of after, which is the same sum; spatial and cross attention, which the released configuration
 * turns off, and unpatched keys are not built. Attention masks are buffers of numbers (1 where hidden), not of booleans.
 *
 * <p>Weights: tokeniser and generator trained on Cam-CAN, published in the authors' repository without a weights licence;
 * not distributed with Engram.
 *
 * <pre>{@code
 * MegGptNetwork network = new MegGptNetwork(MegGptConfiguration.published());
 * NDArray logits = network.apply(pass, new NDList(labels, sessions)).get(0);
 * }</pre>
 *
 * <h2>References</h2> Huang et al. (2025), MEG-GPT: a transformer-based foundation model for magnetoencephalography data
 * (Oxford Human Brain Activity group).
 */
package org.engram.decoders.foundation.meggpt;
