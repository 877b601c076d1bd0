/**
 * BIOT: every channel's spectrogram frames become tokens with a channel and a time embedding, and a transformer with
 * linear attention relates all of them, so that recordings with different channels and lengths share one encoder.
 *
 * <p>Input: (batch, channel, sample) at 200 Hz, each channel divided by the 95th percentile of its absolute value (plus
 * 1e-8); 16 bipolar channels of the longitudinal montage, or 18 with C3-A2 and C4-A1; at least one second.
 *
 * <p>Output: {@link org.engram.decoders.foundation.biot.BiotEncoder} (batch, 256);
 * {@link org.engram.decoders.foundation.biot.BiotClassifier} (batch, class) logits and the features;
 * {@link org.engram.decoders.foundation.biot.BiotContrastiveModel} (batch, 256) projections.
 *
 * <p>Departures: {@code biot.index}, a table of the whole numbers 0 to 17 that the reference stores with the weights, is
 * no parameter here and is dropped when a checkpoint is read. Released encoders hold the names without {@code biot.}.
 *
 * <p>Weights: EEG-PREST-16, EEG-SHHS+PREST-18 and EEG-six-datasets-18, with MIT-licensed code; not distributed with Engram.
 *
 * <pre>{@code
 * BiotClassifier network = new BiotClassifier(BiotConfiguration.published(18), 6);
 * NDList result = network.apply(pass, new NDList(epochs)); // logits, features
 * }</pre>
 *
 * <h2>References</h2> Yang, Westover and Sun (2023), BIOT: biosignal transformer for cross-data learning in the wild,
 * NeurIPS. Linear attention: Shen et al. (2021), WACV.
 */
package org.engram.decoders.foundation.biot;
