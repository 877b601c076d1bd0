/**
 * Compact convolutional networks for EEG and MEG epochs, under the parameter names of braindecode, so that its
 * checkpoints and Engram's are the same files (braindecode is BSD-3; none of its weights is distributed with Engram).
 *
 * <p>Each takes (batch, channel, sample) in microvolts or standardised per channel, band-passed as in its paper, and
 * gives (batch, class) logits, without the logarithmic softmax older versions of braindecode end in.
 *
 * <pre>{@code
 * EegNet network = new EegNet(EegNet.Configuration.of(22, 1125, 4)); // 4.5 s at 250 Hz
 * network.initialize(manager, DataType.FLOAT32, seed);
 * try (Pass pass = Pass.inference()) {
 *     NDArray logits = pass.keep(network.apply(pass, epochs));       // (batch, 4)
 * }
 * }</pre>
 *
 * <ul>
 * <li>{@link org.engram.decoders.networks.EegNet}: Lawhern et al. (2018), J. Neural Eng. 15, 056013.
 * <li>{@link org.engram.decoders.networks.ShallowFbcspNet}, {@link org.engram.decoders.networks.Deep4Net}: Schirrmeister
 * et al. (2017), Human Brain Mapping 38, 5391.
 * <li>{@link org.engram.decoders.networks.EegConformer}: Song et al. (2023), IEEE TNSRE 31, 710.
 * </ul>
 */
package org.engram.decoders.networks;
