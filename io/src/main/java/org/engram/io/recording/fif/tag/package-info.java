/**
 * The tags FIFF files are made of, without what they mean. A {@link org.engram.io.recording.fif.tag.FifFile} gives the
 * tree of {@linkplain org.engram.io.recording.fif.tag.Block blocks} with the place of every
 * {@linkplain org.engram.io.recording.fif.tag.Tag tag} and decodes their content when asked; a
 * {@link org.engram.io.recording.fif.tag.FifOutput} writes them. Every size is checked against the file before anything
 * is allocated.
 *
 * <pre>{@code
 * FifFile file = FifFile.open(Path.of("sample_raw.fif"), false, notice -> {});
 * double rate = file.number(file.root().find(Kinds.SAMPLING_RATE).orElseThrow());
 * }</pre>
 *
 * <h2>References</h2> Elekta Neuromag, Functional Image File Format (FIFF), release 1.3 (2011).
 */
package org.engram.io.recording.fif.tag;
