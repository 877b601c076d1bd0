package org.engram.preprocessing.volume.masking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.resampling.Grid;
import org.engram.preprocessing.volume.smoothing.GaussianSmoother;

/**
 * The brain in functional (echo-planar) images, after a heuristic of T. Nichols that nilearn uses too: the mean over
 * time is smoothed a little (1 mm, when opening is on), its intensities are sorted, and between two fractions of the
 * histogram the widest gap between neighbours separates background from brain. The voxels above are eroded, the largest
 * face-connected component is kept, dilated twice as much and eroded back.
 *
 * <p>Voxels that are not finite count as 0. Immutable and thread-safe.
 */
public final class EpiBrainMask {
    private final Builder options;

    private EpiBrainMask(Builder options) {
        this.options = options;
    }

    /** @return a builder with the defaults of nilearn: cutoffs 0.2 and 0.85, opening 2, connected, zeros included */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param series functional images, read once in order; a single volume is taken as a mean
     * @return the brain; fails when nothing is left
     */
    public Mask compute(Volume series) {
        return mask(series).requireVoxels("the brain mask computed from " + series
                + " with lower cutoff " + options.lowerCutoff + " (try a lower one, or less opening)");
    }

    /**
     * @param runs functional runs on one grid
     * @return the voxels in more than half of the runs' masks, largest component; fails when nothing is left
     */
    public Mask compute(List<Volume> runs) {
        List<Mask> masks = new ArrayList<>();
        for (Volume run : runs) {
            masks.add(compute(run));
        }
        return Mask.combine(masks, options.runShare, options.connected)
                .requireVoxels("the common brain mask of " + runs.size() + " runs");
    }

    private Mask mask(Volume series) {
        Grid grid = Grid.of(series);
        float[] mean = mean(series, grid);
        double threshold = threshold(mean);
        boolean[] inside = new boolean[mean.length];
        for (int i = 0; i < mean.length; i++) {
            inside[i] = mean[i] >= threshold;
        }
        return Mask.of(grid, BinaryMorphology.on(grid).refine(inside, options.opening, options.connected));
    }

    private float[] mean(Volume series, Grid grid) {
        double[] exact = MeanVolume.of(series, options.parallelism, options.progress);
        float[] mean = new float[exact.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = Double.isFinite(exact[i]) ? (float) exact[i] : 0;
        }
        if (options.opening > 0) {
            GaussianSmoother.smooth(mean, grid.nx(), grid.ny(), grid.nz(), grid.affine(), 1);
        }
        return mean;
    }

    /** The middle of the widest gap between sorted intensities within the cutoffs. */
    double threshold(float[] mean) {
        float[] sorted = mean.clone();
        if (options.excludeZeros) {
            int kept = 0;
            for (float value : mean) {
                if (value != 0) {
                    sorted[kept++] = value;
                }
            }
            sorted = Arrays.copyOf(sorted, kept);
        }
        if (sorted.length < 2) {
            throw new EngramException("the mean image has " + sorted.length
                    + " voxels to look at: give functional images that are not all zero");
        }
        Arrays.sort(sorted);
        int lower = (int) Math.floor(options.lowerCutoff * sorted.length);
        int upper = Math.min((int) Math.floor(options.upperCutoff * sorted.length), sorted.length - 1);
        double widest = -1;
        double threshold = sorted[lower];
        for (int i = lower; i < upper; i++) {
            double gap = (double) sorted[i + 1] - sorted[i];
            if (gap > widest) {
                widest = gap;
                threshold = 0.5 * ((double) sorted[i] + sorted[i + 1]);
            }
        }
        return threshold;
    }

    /** Collects the options of an {@link EpiBrainMask}. */
    public static final class Builder {
        private double lowerCutoff = 0.2;
        private double upperCutoff = 0.85;
        private int opening = 2;
        private boolean connected = true;
        private boolean excludeZeros;
        private double runShare = 0.5;
        private Parallelism parallelism = Parallelism.available();
        private Progress progress = Progress.NONE;

        private Builder() {}

        private Builder(Builder other) {
            lowerCutoff = other.lowerCutoff;
            upperCutoff = other.upperCutoff;
            opening = other.opening;
            connected = other.connected;
            excludeZeros = other.excludeZeros;
            runShare = other.runShare;
            parallelism = other.parallelism;
            progress = other.progress;
        }

        /**
         * @param lower fraction of the voxels that are surely background, at least 0; default 0.2
         * @param upper fraction below which the gap must lie, at most 1; default 0.85
         * @return this
         */
        public Builder cutoffs(double lower, double upper) {
            if (!(lower >= 0 && lower < upper && upper <= 1)) {
                throw new IllegalArgumentException("cutoffs are " + lower + " and " + upper
                        + ": give 0 <= lower < upper <= 1");
            }
            lowerCutoff = lower;
            upperCutoff = upper;
            return this;
        }

        /**
         * @param voxels face steps eroded before the largest component is taken; 0 for none; default 2
         * @return this
         */
        public Builder opening(int voxels) {
            if (voxels < 0) {
                throw new IllegalArgumentException("opening is " + voxels + " voxels: give 0 or more");
            }
            opening = voxels;
            return this;
        }

        /**
         * @param largestOnly whether only the largest component is kept; default yes
         * @return this
         */
        public Builder connected(boolean largestOnly) {
            connected = largestOnly;
            return this;
        }

        /**
         * @param exclude whether voxels of mean 0 are left out of the histogram (images padded with zeros); default no
         * @return this
         */
        public Builder excludeZeros(boolean exclude) {
            excludeZeros = exclude;
            return this;
        }

        /**
         * @param share with several runs, the share of them a voxel must exceed, 0 to 1; default 0.5
         * @return this
         */
        public Builder runShare(double share) {
            runShare = share;
            return this;
        }

        /**
         * @param threads threads to use; default all processors
         * @return this
         */
        public Builder parallelism(Parallelism threads) {
            parallelism = threads;
            return this;
        }

        /**
         * @param display where reading reports; default nowhere
         * @return this
         */
        public Builder progress(Progress display) {
            progress = display;
            return this;
        }

        /** @return the strategy */
        public EpiBrainMask build() {
            return new EpiBrainMask(new Builder(this));
        }
    }
}
