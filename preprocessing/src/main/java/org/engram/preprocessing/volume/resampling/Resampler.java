package org.engram.preprocessing.volume.resampling;

import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.series.ComputedVoxels;
import org.engram.preprocessing.volume.series.VolumePass;

/**
 * Brings volumes and series onto another grid: out(i) = in(A_in^-1 A_out i). Nearest, linear or cubic B-spline
 * (recursive prefilter with mirrored ends); outside the centres of the outermost input voxels the fill value stands,
 * nothing is extrapolated. Results are lazy: each volume is interpolated when it is read; see {@link #inMemory}.
 *
 * <p>Interpolated values are single precision whatever the input; nearest keeps the stored numbers. Clipping holds each
 * volume within its own [min(values, 0), max(values, 0)], against the overshoot of the spline; it is on for a grid and
 * off for a reference image unless {@link Builder#clip} says otherwise (nilearn's defaults, which clip to the range of
 * the whole series). NaN and infinite voxels are filled from their neighbours (two rounds of six-neighbour means), and
 * output voxels whose nearest input voxel was bad become NaN, with the notice {@code resampling-non-finite}.
 *
 * <p>Immutable and thread-safe.
 */
public final class Resampler {
    /** The NIfTI intent code of a label image. */
    private static final int LABEL_INTENT = 1002;

    private final Builder options;

    private Resampler(Builder options) {
        this.options = options;
    }

    /** @return a builder with cubic interpolation, fill value 0, all processors */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param image a volume or series; must stay open while the result is used, and is closed with it
     * @param target the grid wanted
     * @return the image on that grid, clipped unless told otherwise; the image itself when it lies there already
     */
    public Volume toGrid(Volume image, Grid target) {
        return resample(image, target, options.clip == null || options.clip);
    }

    /**
     * @param image a volume or series; must stay open while the result is used, and is closed with it
     * @param reference an image whose first three axes are the grid wanted
     * @return the image on that grid, not clipped unless told so; the image itself when it lies there already
     */
    public Volume toReference(Volume image, Volume reference) {
        return resample(image, Grid.of(reference), options.clip != null && options.clip);
    }

    /**
     * @param image a volume or series; must stay open while the result is used, and is closed with it
     * @param voxelSizesMillimetres one voxel size for all axes, or three
     * @return the image on its own axes with that voxel size, see {@link Grid#atResolution}
     */
    public Volume toResolution(Volume image, double... voxelSizesMillimetres) {
        return toGrid(image, Grid.atResolution(image, voxelSizesMillimetres));
    }

    /**
     * Reads a lazy result into memory, volumes in parallel.
     *
     * @param lazy a result of this resampler, or any series
     * @return the same values in memory, single precision
     */
    public Volume inMemory(Volume lazy) {
        return new VolumePass(lazy, options.parallelism, options.progress).toMemory("resampling");
    }

    private Volume resample(Volume image, Grid target, boolean clip) {
        if (image.intent().code() == LABEL_INTENT && options.interpolation != Interpolation.NEAREST
                && !options.labelsAsNumbers) {
            throw new EngramException("the image is marked as labels, and " + options.interpolation
                    + " interpolation would make labels that do not exist: use NEAREST, or say that labels are numbers");
        }
        Grid input = Grid.of(image);
        if (input.matches(target)) {
            return image;
        }
        Affine map = input.voxelsFrom(target);
        if (options.interpolation == Interpolation.NEAREST) {
            return new GatheredVoxels(image, NearestVoxels.indices(input, target, map), options.fillValue)
                    .onGrid(target);
        }
        Sampling sampling = SeparableSampling.fits(map, target)
                ? new SeparableSampling(input, target, map, options.interpolation)
                : new ObliqueSampling(input, target, map, options.interpolation);
        long[] shape = image.shape();
        shape[0] = target.nx();
        shape[1] = target.ny();
        shape[2] = target.nz();
        VolumeResampling resampling = new VolumeResampling(image, input, target, map, sampling, clip,
                options);
        return ComputedVoxels.onGrid(image, shape, target.affine(), resampling);
    }

    /** Interpolates single volumes of one series. */
    private static final class VolumeResampling implements ComputedVoxels.Computation {
        private final Volume image;
        private final Grid input;
        private final Grid target;
        private final Affine map;
        private final Sampling sampling;
        private final boolean clip;
        private final Builder options;

        VolumeResampling(Volume image, Grid input, Grid target, Affine map, Sampling sampling, boolean clip,
                Builder options) {
            this.image = image;
            this.input = input;
            this.target = target;
            this.map = map;
            this.sampling = sampling;
            this.clip = clip;
            this.options = options;
        }

        @Override
        public void compute(long index, float[] into) {
            float[] values = image.readVolume(index);
            boolean[] bad = NonFinite.find(values);
            if (bad != null) {
                NonFinite.fill(values, bad, input);
            }
            // A series is better cut by volume than by slice; only a single volume is shared between threads.
            sampling.sample(values, into, options.fillValue,
                    image.volumeCount() > 1 ? Parallelism.single() : options.parallelism);
            if (clip) {
                clip(values, bad, into);
            }
            if (bad != null) {
                markBad(index, bad, into);
            }
        }

        private void markBad(long index, boolean[] bad, float[] into) {
            int count = 0;
            for (boolean b : bad) {
                count += b ? 1 : 0;
            }
            options.notices.accept(new Notice("resampling-non-finite", count + " voxels of volume " + index
                    + " are NaN or infinite: the voxels nearest to them are NaN after resampling"));
            int[] nearest = NearestVoxels.indices(input, target, map);
            for (int i = 0; i < into.length; i++) {
                if (nearest[i] >= 0 && bad[nearest[i]]) {
                    into[i] = Float.NaN;
                }
            }
        }

        private static void clip(float[] values, boolean[] bad, float[] into) {
            float low = 0;
            float high = 0;
            for (int i = 0; i < values.length; i++) {
                if (bad == null || !bad[i]) {
                    low = Math.min(low, values[i]);
                    high = Math.max(high, values[i]);
                }
            }
            for (int i = 0; i < into.length; i++) {
                into[i] = Math.max(low, Math.min(high, into[i]));
            }
        }
    }

    /** Collects the options of a {@link Resampler}. */
    public static final class Builder {
        private Interpolation interpolation = Interpolation.CUBIC;
        private float fillValue;
        private Boolean clip;
        private boolean labelsAsNumbers;
        private Parallelism parallelism = Parallelism.available();
        private Progress progress = Progress.NONE;
        private Consumer<Notice> notices = notice -> {};

        private Builder() {}

        private Builder(Builder other) {
            interpolation = other.interpolation;
            fillValue = other.fillValue;
            clip = other.clip;
            labelsAsNumbers = other.labelsAsNumbers;
            parallelism = other.parallelism;
            progress = other.progress;
            notices = other.notices;
        }

        /**
         * @param kind how values are interpolated; default cubic
         * @return this
         */
        public Builder interpolation(Interpolation kind) {
            interpolation = kind;
            return this;
        }

        /**
         * @param value what stands outside the input; default 0
         * @return this
         */
        public Builder fillValue(float value) {
            fillValue = value;
            return this;
        }

        /**
         * @param within whether results are held within the range of the input and 0; default: yes for a grid, no for
         *     a reference image
         * @return this
         */
        public Builder clip(boolean within) {
            clip = within;
            return this;
        }

        /**
         * @param numbers whether an image marked as labels may be interpolated between its values; default no
         * @return this
         */
        public Builder labelsAsNumbers(boolean numbers) {
            labelsAsNumbers = numbers;
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
         * @param display where {@link Resampler#inMemory} reports; default nowhere
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

        /** @return the resampler */
        public Resampler build() {
            return new Resampler(new Builder(this));
        }
    }
}
