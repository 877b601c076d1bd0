/**
 * Recordings that were never recorded: drawn from a seed, with an effect at a known place, so that whoever claims to find it
 * can be checked.
 *
 * <pre>{@code
 * SimulatedEpochs epochs = SimulatedEpochs.builder().seed(7).build();
 * NpzFile.write(Path.of("epochs.npz"), epochs.arrays(), true);       // X, y, subject
 * NpyFile.write(Path.of("truth.npy"), epochs.truth());               // where the classes differ
 * }</pre>
 */
package org.engram.decoders.simulation;
