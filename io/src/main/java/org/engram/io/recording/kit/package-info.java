/**
 * KIT and Yokogawa MEG files ({@code .con}, {@code .sqd}): continuous recordings, with the trigger code made from the
 * analogue trigger channels as channel {@code STI 014}, and the place of the head from marker measurements and pen
 * digitisation.
 *
 * <pre>{@code
 * KitOptions options = KitOptions.DEFAULT.withHead(List.of(Path.of("pre_mrk.sqd"), Path.of("post_mrk.sqd")),
 *         Path.of("subject.elp"), Path.of("subject.hsp"));
 * Recording recording = new KitFormat().read(Path.of("subject.sqd"), ReadOptions.DEFAULT, options, notice -> {});
 * }</pre>
 *
 * <h2>References</h2> The format has no public description; the facts here are those of MNE-Python's reader
 * ({@code mne.io.read_raw_kit}), except where the documentation says otherwise.
 */
package org.engram.io.recording.kit;
