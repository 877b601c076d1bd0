/**
 * FIFF files (Neuromag, MNE): recordings, epochs, averages, covariances, projectors, events, places of sources, surfaces
 * and coordinates. {@link org.engram.io.recording.fif.FifFormat} registers recordings and epochs; everything else has a
 * class of its own with {@code read}, and {@code write} where MNE writes it too.
 *
 * <pre>{@code
 * Recording recording = Recordings.read(Path.of("sub-01_task-rest_meg.fif"));
 * SensorCovariance noise = FifCovariance.read(Path.of("sub-01-cov.fif"));
 * for (Evoked evoked : FifEvoked.read(Path.of("sub-01-ave.fif"))) {
 *     System.out.println(evoked.comment() + ": " + evoked.trialCount() + " trials");
 * }
 * }</pre>
 *
 * <h2>References</h2> Elekta Neuromag, Functional Image File Format (FIFF), release 1.3 (2011). Kinds that MNE adds are
 * those of its documentation (version 1.3).
 */
package org.engram.io.recording.fif;
