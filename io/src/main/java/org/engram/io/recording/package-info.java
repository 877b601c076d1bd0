/**
 * Electrical and magnetic recordings of the brain (EEG, MEG, sEEG, ECoG) as typed data, whatever file they come from.
 *
 * <p>A {@link org.engram.io.recording.Recording} is continuous: {@linkplain org.engram.io.recording.Channel channels} x
 * samples at one sampling rate, read by block from a {@link org.engram.io.recording.SampleSource}.
 * {@link org.engram.io.recording.Epochs} are trials x channels x times. Values are in SI units (V, T, T/m), positions in
 * metres in the head frame (x to the right ear, y to the nose, z up), times in seconds. Each file format has a package
 * of its own below this one and registers itself as a {@link org.engram.io.recording.RecordingFormat}.
 *
 * <pre>{@code
 * Recording recording = Recordings.read(Path.of("sub-01_task-rest_eeg.edf"));
 * double[][] firstSecond = recording.read(0, (int) recording.samplingRateHz());
 * }</pre>
 */
package org.engram.io.recording;
