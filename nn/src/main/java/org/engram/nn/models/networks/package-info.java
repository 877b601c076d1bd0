/**
 * Official weights as networks: which architecture a file of the registry belongs to, under which configuration, and how
 * its names become those of the network. The modules that define networks say so through
 * {@link org.engram.nn.models.networks.PublishedNetworkProvider}.
 *
 * <pre>{@code
 * try (NDManager manager = Torch.newManager(Device.cpu());
 *         OpenedNetwork tokenizer = PublishedNetworks.open(ModelStore.standard(), "meg-gpt-tokenizer", manager)) {
 *     System.out.print(tokenizer.report());
 *     NDList results = tokenizer.network().apply(pass, new NDList(recording));
 * }
 * }</pre>
 */
package org.engram.nn.models.networks;
