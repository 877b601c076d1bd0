/**
 * EEGLAB data sets: a {@code .set} file, which is a MATLAB file of any version, alone or with samples in a {@code .fdt}
 * file beside it. Continuous sets are recordings, epoched ones epochs; a decomposition into independent components that
 * is stored with them is an {@link org.engram.io.recording.eeglab.EeglabIca}.
 *
 * <pre>{@code
 * EeglabFile file = EeglabFile.open(Path.of("rest.set"), notice -> System.err.println(notice.text()));
 * Recording recording = file.recording();
 * Optional<EeglabIca> ica = file.ica();
 * }</pre>
 */
package org.engram.io.recording.eeglab;
