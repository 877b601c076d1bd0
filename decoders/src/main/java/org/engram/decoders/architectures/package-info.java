/**
 * Networks a person can ask for by name: each design takes its sizes from the data and from a handful of settings, and is
 * registered as an {@link org.engram.nn.checkpoints.networks.Architecture}, so that what was trained opens again anywhere.
 *
 * <pre>{@code
 * NetworkDesign<?> design = NetworkDesign.named("eegnet");
 * int[] input = design.inputShape(new int[] {22, 1125}, OptionalInt.empty());   // channels, samples
 * Record sizes = design.configured(input, 4, Map.of("kernel", "125"));
 * }</pre>
 */
package org.engram.decoders.architectures;
