/**
 * What was the brain seeing, hearing, doing? One call from features, labels and runs to scores on samples that were not
 * trained on, their confidence interval and chance level, and the weights and patterns to carry back to the brain.
 *
 * <pre>{@code
 * Decoder decoder = Decoder.builder(classifier).permutations(1000).seed(1).build();
 * DecodingResult result = decoder.decode(x, labels, runs);
 * System.out.println(result.describe());
 * Matrix faceMap = result.weights().orElseThrow().patterns(); // classes x features: a masker makes images of the rows
 * }</pre>
 */
package org.engram.decoders.decoding;
