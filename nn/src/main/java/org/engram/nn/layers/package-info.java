/**
 * The parts networks are made of, and the base they all share. Names of parameters are those of PyTorch's own
 * modules, so that published checkpoints load by name:
 *
 * <pre>{@code
 * SimpleLayer network = new Sequence(
 *         Convolution.builder(2, 1, 16).kernel(1, 64).padding(0, 32).unbiased().build(),
 *         new BatchNormalization(16), Activation.ELU.layer(), Pooling.average(1, 4), new Dropout(0.25));
 * network.initialize(manager, DataType.FLOAT32, seed);
 * }</pre>
 */
package org.engram.nn.layers;
