/**
 * CTF MEG folders ({@code .ds}): the header ({@code .res4}), samples over all trials and continuation files
 * ({@code .meg4}, {@code .1_meg4}, ...), head coils, markers, bad channels, trials and stretches, and the coefficients of
 * software gradiometers.
 *
 * <pre>{@code
 * Recording recording = Recordings.read(Path.of("sub-01_task-rest_meg.ds"));
 * CoordinateTransform deviceToHead = recording.deviceToHead().orElseThrow();
 * }</pre>
 *
 * <h2>References</h2> CTF MEG File Formats, Release 5.2.1, VSM MedTech 2006; places and names follow MNE-Python's
 * {@code mne.io.read_raw_ctf}.
 */
package org.engram.io.recording.ctf;
