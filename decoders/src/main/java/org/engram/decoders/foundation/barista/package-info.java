/**
 * BaRISTA: a transformer over quarter-second patches of many intracranial channels, each with an embedding of where its
 * electrode lies: its coordinates, its parcel or its lobe.
 *
 * <p>Input: (batch, channel, sample) at 2048 Hz, Laplacian-referenced, notch-filtered at 60 to 360 Hz, each channel
 * standardised; 3 s are 12 patches of 512 samples. Beside it int64 (channel, coordinate) places: three whole-number
 * coordinates, or one number of a Destrieux parcel or a lobe; 0 is reserved for padding. All samples of a batch share their
 * channels.
 *
 * <p>Output: {@link org.engram.decoders.foundation.barista.BaristaNetwork} (batch, patch * channel, 64) latents, all
 * channels of the first patch first, and the tokens they are computed from;
 * {@link org.engram.decoders.foundation.barista.BaristaClassifier} (batch, class) logits.
 *
 * <p>Departures: recordings with different channels go in batches of their own, where the reference joins them to one
 * sequence with a block-diagonal mask; the result is the same. The padding row of a table starts at zero and may learn.
 *
 * <p>Weights: three released files (coordinates, parcels, lobes) for non-commercial use only (University of Southern
 * California); not distributed with Engram.
 *
 * <pre>{@code
 * BaristaNetwork network = new BaristaNetwork(BaristaConfiguration.of(BaristaConfiguration.Place.PARCEL));
 * NDArray latents = network.apply(pass, new NDList(segments, parcels)).get(0);
 * }</pre>
 *
 * <h2>References</h2> Oganesian et al. (2025), BaRISTA: brain scale informed spatiotemporal representation of human
 * intracranial neural activity, NeurIPS. Rotary positions: Su et al. (2021).
 */
package org.engram.decoders.foundation.barista;
