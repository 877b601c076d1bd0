/**
 * Continuous vectors as members of a learnt codebook: the tokenizers of brain signals. Every quantizer takes (...,
 * feature) and gives the quantized vectors, the codes' numbers, the loss that belongs to training, and the
 * perplexity, which says how many codes are in use.
 *
 * <p>{@code VectorQuantizer.builder(8192, 64).cosine().movingAverage(0.99).clusteredStart(10).build()} is LaBraM's.
 */
package org.engram.nn.quantization;
