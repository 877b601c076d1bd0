package org.engram.preprocessing.fmri.cleaning;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.fmri.confounds.Confounds;
import org.engram.preprocessing.fmri.maskers.Masker;

/**
 * Cleans a whole series: its voxels are read once, cleaned in place as volumes x voxels in double precision, and painted
 * back. Holds 8 bytes for each kept voxel and volume, and one volume besides. Immutable and thread-safe.
 *
 * <pre>{@code
 * Cleaned cleaned = new SeriesCleaner(VoxelMasker.of(mask), SignalCleaner.builder().highPassHz(0.008).build())
 *         .clean(series, Confounds.none(volumes), 2.0);
 * }</pre>
 *
 * @param masker which voxels are cleaned (or regions averaged and cleaned); outside is 0
 * @param cleaner what is done to each; its repetition time is replaced by that of the series
 */
public record SeriesCleaner(Masker masker, SignalCleaner cleaner) {
    /**
     * @param series a series; not closed
     * @param confounds nuisance series and the volumes to keep, one row for each volume of the series
     * @param repetitionTimeSeconds seconds between volumes; NaN when unknown, which is an error when filtering
     * @return the cleaned series
     */
    public Cleaned clean(Volume series, Confounds confounds, double repetitionTimeSeconds) {
        Masker placed = masker.forImage(series);
        Matrix samples = placed.transform(series);
        SignalCleaner timed = Double.isNaN(repetitionTimeSeconds)
                ? cleaner
                : cleaner.toBuilder().repetitionTimeSeconds(repetitionTimeSeconds).build();
        CleanedSignals cleaned = timed.cleanInPlace(samples, confounds.regressors(),
                SampleMask.keeping(samples.rows(), confounds.keptVolumes()));
        List<Notice> notices = new ArrayList<>(confounds.notices());
        notices.addAll(cleaned.notices());
        Volume volume = placed.inverseTransform(cleaned.signals()).withRepetitionTime(repetitionTimeSeconds);
        return new Cleaned(volume, cleaned.keptVolumes(), notices);
    }

    /**
     * A cleaned series.
     *
     * @param volume kept volumes on the grid of the masker
     * @param keptVolumes for each of them the volume of the input it is; not copied
     * @param notices what a person should know
     */
    public record Cleaned(Volume volume, int[] keptVolumes, List<Notice> notices) {
        /** Copies the notices. */
        public Cleaned {
            notices = List.copyOf(notices);
        }
    }
}
