/**
 * Independent component analysis of EEG, MEG and intracranial recordings: channels scaled by type, principal components,
 * an unmixing of the strongest, and their removal from a recording, epochs or an average. Data are read in blocks; only
 * the scores of the components at the kept samples are held.
 *
 * <pre>{@code
 * IcaSolution ica = IndependentComponents.builder().algorithm(IcaAlgorithm.PICARD_ORTHOGONAL).extended(true)
 *         .componentCount(20).decimation(4).build().fit(recording, notice -> log(notice));
 * ComponentScores blinks = ArtifactComponents.eog(ica, recording).get(0);
 * Recording clean = ica.apply(recording, blinks.flagged());
 * }</pre>
 */
package org.engram.preprocessing.electrophysiology.ica;
