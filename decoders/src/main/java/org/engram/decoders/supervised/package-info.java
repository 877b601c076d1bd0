/**
 * Networks that learn from labelled samples: from files to a trained, tested and saved network, and back to predictions
 * and explanations.
 *
 * <pre>{@code
 * SampleSet samples = SampleFiles.read(Path.of("epochs.npz"));
 * DecoderTraining training = DecoderTraining.builder("eegnet", "y").group("subject").epochs(50).build();
 * TrainedResult result = training.train(samples, Path.of("out"));
 * try (TrainedDecoder decoder = TrainedDecoder.open(Path.of("out/model"), DeviceChoice.AUTO)) {
 *     double[][] probabilities = decoder.predict(samples);              // (sample, class)
 * }
 * }</pre>
 *
 * <p>A group (a subject, a session) is never in two parts of the data, standardisation is learnt from the training part
 * alone, and what is reported was measured on samples the weights were not fitted to.
 */
package org.engram.decoders.supervised;
