/**
 * Networks as folders: their configuration, their weights and a card that says where they come from. A network is
 * saved with its architecture's name and a record of its sizes, and opened again without code that knows it:
 *
 * <pre>{@code
 * SavedNetwork.save(folder, new EncoderArchitecture(), configuration, network, card);
 * try (SavedNetwork saved = SavedNetwork.open(folder, Device.cpu())) {
 *     NDArray scores = saved.network().apply(pass, images);
 * }
 * }</pre>
 */
package org.engram.nn.checkpoints.networks;
