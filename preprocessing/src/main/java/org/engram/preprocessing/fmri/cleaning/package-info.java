/**
 * Cleaning of fMRI time series: trends, slow drifts, frequency bands, confounds and censored volumes, then a common
 * scale. A series is a matrix of volumes x voxels (time goes down the rows), one run or several, each cleaned by
 * itself.
 *
 * <pre>{@code
 * SignalCleaner cleaner = SignalCleaner.builder().repetitionTimeSeconds(2).bandPassHz(0.01, 0.1).build();
 * CleanedSignals result = cleaner.clean(series, confounds, SampleMask.censoring(series.rows(), 17, 18));
 * Matrix cleaned = result.signals();             // 2 rows fewer
 * int[] volumes = result.keptVolumes();          // which volumes those rows are
 * }</pre>
 */
package org.engram.preprocessing.fmri.cleaning;
