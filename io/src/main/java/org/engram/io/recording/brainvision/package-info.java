/**
 * BrainVision recordings: a header ({@code .vhdr}), samples ({@code .eeg}) and markers ({@code .vmrk}) in three files side
 * by side. Reads versions 1 and 2, binary and text samples in both orders; writes version 1.0.
 *
 * <pre>{@code
 * Recording recording = Recordings.read(Path.of("sub-01_task-rest_eeg.vhdr"));
 * new BrainVisionFormat().write(recording, Path.of("copy.vhdr"), notice -> {}, Progress.NONE);
 * }</pre>
 */
package org.engram.io.recording.brainvision;
