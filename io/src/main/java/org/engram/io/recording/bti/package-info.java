/**
 * 4D Neuroimaging (BTi) MEG: a folder with the samples ({@code c,rfDC} or the like), the description of the system
 * ({@code config}) and the digitised head ({@code hs_file}). Channels keep the names of the maker; coils and head are given
 * in the frames of FIFF files.
 *
 * <pre>{@code
 * Recording recording = Recordings.read(Path.of("subject/c,rfDC"));
 * }</pre>
 *
 * <h2>References</h2> The formats have no public description; the facts here are those of MNE-Python's reader
 * ({@code mne.io.read_raw_bti}).
 */
package org.engram.io.recording.bti;
