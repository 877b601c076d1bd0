/**
 * Epochs as a NumPy archive: {@code X} (trial, channel, time) and {@code sfreq}, and what else is known.
 *
 * <pre>{@code
 * Epochs epochs = new EpochsNpz().readEpochs(Path.of("epochs.npz"), notice -> {});
 * EpochsNpz.write(epochs, Path.of("copy.npz"), notice -> {}, Progress.NONE);
 * }</pre>
 */
package org.engram.io.recording.npz;
