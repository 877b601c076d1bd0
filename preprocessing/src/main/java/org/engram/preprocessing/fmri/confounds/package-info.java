/**
 * Nuisance regressors of a run: the fMRIPrep confounds by strategy, columns of any table by name, and files of motion
 * estimates. What comes out is a matrix (volumes x regressors) and the volumes to keep.
 *
 * <pre>{@code
 * ConfoundStrategy strategy = ConfoundStrategy.scrubbingPreset().toBuilder().globalSignal(Expansion.BASIC).build();
 * Confounds confounds = FmriprepConfounds.load(Path.of("sub-01_task-rest_desc-confounds_timeseries.tsv"), strategy);
 * Matrix regressors = confounds.regressors();
 * int[] kept = confounds.keptVolumes();
 * }</pre>
 *
 * <h2>References</h2> The strategies are those compared by Ciric et al. 2017, NeuroImage 154:174-187, and Wang et al. 2024,
 * PLoS Computational Biology 20:e1011942 (nilearn's {@code load_confounds}); framewise displacement is that of Power et al.
 * 2012, NeuroImage 59:2142-2154; CompCor of Behzadi et al. 2007, NeuroImage 37:90-101; ICA-AROMA of Pruim et al. 2015,
 * NeuroImage 112:267-277.
 */
package org.engram.preprocessing.fmri.confounds;
