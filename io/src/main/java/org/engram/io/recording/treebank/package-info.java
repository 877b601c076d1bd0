/**
 * Brain Treebank recordings (sEEG while watching films): one HDF5 file for each film, in it one data set for each
 * electrode, with names, corrupted electrodes and word onsets in files beside it.
 *
 * <pre>{@code
 * Recording recording = Recordings.read(Path.of("braintreebank/sub_2_trial006.h5"));
 * Recording withWords = recording.toBuilder()
 *         .addAnnotations(TreebankEvents.annotations(Path.of("subject2_trial6_words_df.csv"), 2048)).build();
 * }</pre>
 *
 * <h2>References</h2> Wang et al. 2024, Brain Treebank: large-scale intracranial recordings from naturalistic language
 * stimuli, NeurIPS 37; Zahorodnii et al. 2025, Neuroprobe (the tables of words).
 */
package org.engram.io.recording.treebank;
