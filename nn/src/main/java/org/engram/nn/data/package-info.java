/**
 * Data for training: where samples come from, in what order they are seen, and how they become batches.
 *
 * <p>Everything random is a function of the run's seed, the epoch and the sample's index, so a batch is the same for any
 * number of threads, and a run that goes on after a stop sees exactly the samples it would have seen.
 *
 * <pre>{@code
 * DataSource source = ArraySource.of(Map.of("eeg", recordings, "label", labels))
 *         .mapped((sample, random) -> sample.with("eeg", noisier(sample.array("eeg"), random)));
 * Loader loader = Loader.builder(source).batchSize(32).sampler(Sampler.balanced(classes))
 *         .parallelism(Parallelism.of(2)).build();
 * try (BatchStream batches = loader.open(manager, seed, epoch, 0)) {
 *     while (batches.hasNext()) {
 *         try (Batch batch = batches.next()) {
 *             batch.array("eeg");   // (batch, channel, time)
 *         }
 *     }
 * }
 * }</pre>
 */
package org.engram.nn.data;
