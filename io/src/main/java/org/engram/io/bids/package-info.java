/**
 * Datasets as folders of named files: BIDS (raw data and fMRIPrep-like derivatives) and the older OpenfMRI layout. A
 * dataset is an index of names; no image is opened.
 *
 * <pre>{@code
 * BidsDataset dataset = BidsDataset.open(Path.of("ds000105"));
 * for (BoldRun run : dataset.boldRuns("01", BoldSelector.of("task-objects_space-MNI152NLin2009cAsym_desc-preproc"))) {
 *     Events events = dataset.events(run, EventOptions.defaults());
 *     RepetitionTime repetitionTime = dataset.repetitionTime(run, OptionalDouble.empty());
 *     Optional<Path> confounds = dataset.confounds(run);
 * }
 * }</pre>
 *
 * <h2>References</h2> Gorgolewski et al. 2016, The brain imaging data structure, Scientific Data 3:160044, and the BIDS
 * specification (common principles, inheritance principle, derivatives). The OpenfMRI layout is the one of Poldrack et
 * al. 2013, Toward open sharing of task-based fMRI data, Frontiers in Neuroinformatics 7:12.
 */
package org.engram.io.bids;
