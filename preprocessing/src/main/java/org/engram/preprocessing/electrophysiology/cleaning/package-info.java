/**
 * Cleans a whole recording in one fixed order: line noise, filters, resampling, bad channels and stretches, interpolation,
 * reference, projection, regression of eye movements, current source density. Each step is lazy, so that memory does not
 * grow with the recording.
 *
 * <pre>{@code
 * RecordingCleaner cleaner = RecordingCleaner.builder().highPassHz(0.5).lowPassHz(40).lineHz(50)
 *         .reference(ReferenceChoice.parse("average")).build();
 * RecordingCleaner.Cleaned cleaned = cleaner.clean(recording, notice -> {});
 * }</pre>
 */
package org.engram.preprocessing.electrophysiology.cleaning;
