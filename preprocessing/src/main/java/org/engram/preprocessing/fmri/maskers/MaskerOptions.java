package org.engram.preprocessing.fmri.maskers;

import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.preprocessing.volume.smoothing.GaussianSmoother;

/** What all maskers share: smoothing, grids, bad voxels, threads. Immutable. */
public final class MaskerOptions {
    /** No smoothing, the mask moved to the images, few bad voxels masked out, all processors. */
    public static final MaskerOptions DEFAULT = builder().build();

    private final double fwhmMillimetres;
    private final GridPolicy gridPolicy;
    private final NonFinitePolicy nonFinitePolicy;
    private final Parallelism parallelism;
    private final Progress progress;
    private final Consumer<Notice> notices;

    private MaskerOptions(Builder builder) {
        this.fwhmMillimetres = builder.fwhmMillimetres;
        this.gridPolicy = builder.gridPolicy;
        this.nonFinitePolicy = builder.nonFinitePolicy;
        this.parallelism = builder.parallelism;
        this.progress = builder.progress;
        this.notices = builder.notices;
    }

    /** @return a builder with the defaults of {@link #DEFAULT} */
    public static Builder builder() {
        return new Builder();
    }

    /** @return width of the Gaussian applied to each volume, mm; 0 for none */
    public double fwhmMillimetres() {
        return fwhmMillimetres;
    }

    /** @return what happens when masker and image lie on different grids */
    public GridPolicy gridPolicy() {
        return gridPolicy;
    }

    /** @return what happens to NaN and infinite voxels in the mask */
    public NonFinitePolicy nonFinitePolicy() {
        return nonFinitePolicy;
    }

    /** @return threads to use */
    public Parallelism parallelism() {
        return parallelism;
    }

    /** @return where reading reports */
    public Progress progress() {
        return progress;
    }

    /** @return receives notices */
    public Consumer<Notice> notices() {
        return notices;
    }

    /** @return the smoother of one volume at a time, or null for none */
    GaussianSmoother smoother() {
        return fwhmMillimetres == 0
                ? null
                : GaussianSmoother.builder().fwhmMillimetres(fwhmMillimetres).notices(notices)
                        .parallelism(Parallelism.single()).build();
    }

    /** What happens when masker and image lie on different grids. */
    public enum GridPolicy {
        /** The mask or atlas is brought to the image by nearest neighbour, with a notice. */
        MASK_TO_IMAGE,
        /** Every image is brought to the mask or atlas by cubic interpolation. */
        IMAGE_TO_MASK,
        /** An error. */
        STRICT
    }

    /** What happens to NaN and infinite voxels in the mask. */
    public enum NonFinitePolicy {
        /** Up to 1 % of the mask is left out (a voxel's column becomes 0), with a notice; more is an error. */
        MASK_OUT,
        /** They count as 0, with a notice. */
        ZERO_FILL
    }

    /** Collects {@link MaskerOptions}. */
    public static final class Builder {
        private double fwhmMillimetres;
        private GridPolicy gridPolicy = GridPolicy.MASK_TO_IMAGE;
        private NonFinitePolicy nonFinitePolicy = NonFinitePolicy.MASK_OUT;
        private Parallelism parallelism = Parallelism.available();
        private Progress progress = Progress.NONE;
        private Consumer<Notice> notices = notice -> {};

        private Builder() {}

        /**
         * @param width full width at half maximum of the smoothing of each volume, mm; default 0, none
         * @return this
         */
        public Builder fwhmMillimetres(double width) {
            if (!(width >= 0) || Double.isInfinite(width)) {
                throw new IllegalArgumentException("smoothing width is " + width + " mm: give 0 or more");
            }
            fwhmMillimetres = width;
            return this;
        }

        /**
         * @param policy what happens when grids differ; default the mask moves to the image
         * @return this
         */
        public Builder gridPolicy(GridPolicy policy) {
            gridPolicy = policy;
            return this;
        }

        /**
         * @param policy what happens to NaN and infinite voxels; default up to 1 % are left out
         * @return this
         */
        public Builder nonFinitePolicy(NonFinitePolicy policy) {
            nonFinitePolicy = policy;
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

        /**
         * @param receiver receives notices, possibly from several threads; default nowhere
         * @return this
         */
        public Builder notices(Consumer<Notice> receiver) {
            notices = receiver;
            return this;
        }

        /** @return the options */
        public MaskerOptions build() {
            return new MaskerOptions(this);
        }
    }
}
