package org.engram.preprocessing.volume.smoothing;

import java.util.Arrays;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.core.SpaceMismatchException;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.series.ComputedVoxels;
import org.engram.preprocessing.volume.series.VolumePass;

/**
 * Smooths volumes with a Gaussian of a given full width at half maximum in millimetres, under any affine: along voxel
 * axis a the standard deviation is FWHM / (sqrt(8 ln 2) d), d being the voxel size (the norm of the affine's column).
 * Three one-dimensional passes; the kernel reaches int(4 sigma + 0.5) voxels and is normalised; beyond the edge the
 * image is mirrored about its outer face (d c b a | a b c d | d c b a), as in scipy's {@code gaussian_filter1d}.
 *
 * <p>Values that are not finite become 0 first, with the notice {@code smoothing-non-finite}. With a mask, each voxel in
 * it becomes smooth(x m) / smooth(m), so that the edge of the brain is not darkened by the emptiness beside it, and
 * voxels outside become 0.
 *
 * <p>Immutable and thread-safe. Single precision, at most a few units in the last place from double precision.
 */
public final class GaussianSmoother {
    private static final double SIGMAS_PER_FWHM = Math.sqrt(8 * Math.log(2));

    private final double[] fwhmMillimetres;
    private final Volume mask;
    private final Parallelism parallelism;
    private final Progress progress;
    private final Consumer<Notice> notices;

    private GaussianSmoother(Builder builder) {
        this.fwhmMillimetres = builder.fwhmMillimetres.clone();
        this.mask = builder.mask;
        this.parallelism = builder.parallelism;
        this.progress = builder.progress;
        this.notices = builder.notices;
    }

    /** @return a builder with a width of 6 mm, no mask, all processors */
    public static Builder builder() {
        return new Builder();
    }

    /** @return the full widths at half maximum along the voxel axes, mm, a copy */
    public double[] fwhmMillimetres() {
        return fwhmMillimetres.clone();
    }

    /**
     * Smooths lazily: each volume is read and smoothed when it is asked for, with all threads on that volume.
     *
     * @param image a volume or series; must stay open while the result is used, and is closed with it
     * @return the smoothed series, single precision, same shape; the image itself when the width is 0
     */
    public Volume apply(Volume image) {
        if (isIdentity()) {
            return image;
        }
        VolumeSmoothing smoothing = prepare(image);
        return ComputedVoxels.like(image, (index, values) -> {
            image.readVolume(index, values);
            smoothing.smooth(index, values, parallelism);
        });
    }

    /**
     * Smooths at once, volumes in parallel.
     *
     * @param image a volume or series; not closed
     * @return the smoothed series in memory, single precision, same shape; the image itself when the width is 0
     */
    public Volume applyInMemory(Volume image) {
        if (isIdentity()) {
            return image;
        }
        VolumeSmoothing smoothing = prepare(image);
        int count = Math.toIntExact(image.volumeCount());
        float[][] volumes = new float[count][];
        if (count < parallelism.threads()) {
            for (int t = 0; t < count; t++) {
                volumes[t] = image.readVolume(t);
                smoothing.smooth(t, volumes[t], parallelism);
            }
        } else {
            new VolumePass(image, parallelism, progress).floats("smoothing", (t, values) -> {
                volumes[t] = values.clone();
                smoothing.smooth(t, volumes[t], Parallelism.single());
            });
        }
        return VolumePass.inMemory(image, volumes);
    }

    /**
     * Prepares smoothing of arrays that are already in memory, as maskers do between reading and extracting.
     *
     * @param image gives the grid
     * @return smooths one volume of that grid at a time, in place, with this smoother's threads; thread-safe
     */
    public InPlace inPlace(Volume image) {
        if (isIdentity()) {
            return (index, values) -> {};
        }
        VolumeSmoothing smoothing = prepare(image);
        return (index, values) -> smoothing.smooth(index, values, parallelism);
    }

    /**
     * Smooths one volume in place, on the calling thread.
     *
     * @param values the volume, first axis fastest
     * @param nx voxels along the first axis
     * @param ny voxels along the second axis
     * @param nz voxels along the third axis
     * @param affine gives the voxel sizes
     * @param fwhmMillimetres full width at half maximum along each voxel axis, mm; 0 leaves an axis alone
     */
    public static void smooth(float[] values, int nx, int ny, int nz, Affine affine,
            double... fwhmMillimetres) {
        if (fwhmMillimetres.length != 1 && fwhmMillimetres.length != 3) {
            throw new IllegalArgumentException(
                    fwhmMillimetres.length + " smoothing widths given: give one or three");
        }
        new SeparableGaussian(nx, ny, nz, sigmaVoxels(fwhmMillimetres, affine)).apply(values,
                Parallelism.single());
    }

    private boolean isIdentity() {
        boolean zero = Arrays.stream(fwhmMillimetres).allMatch(width -> width == 0);
        if (zero) {
            notices.accept(
                    new Notice("smoothing-width-zero", "smoothing width is 0 mm: nothing was smoothed"));
        }
        return zero;
    }

    private VolumeSmoothing prepare(Volume image) {
        Affine affine = image.affine();
        double[] sizes = affine.voxelSizes();
        for (double size : sizes) {
            if (!(size > 0) || Double.isInfinite(size)) {
                throw new SpaceMismatchException("voxel sizes are " + Arrays.toString(sizes)
                        + " mm, expected positive ones: give the image a valid affine before smoothing");
            }
        }
        long[] shape = image.shape();
        SeparableGaussian gaussian = new SeparableGaussian(Math.toIntExact(shape[0]),
                Math.toIntExact(shape[1]),
                Math.toIntExact(shape[2]), sigmaVoxels(fwhmMillimetres, affine));
        if (mask == null) {
            return new VolumeSmoothing(gaussian, null, null, notices);
        }
        if (!mask.sameGrid(image)) {
            throw new SpaceMismatchException(
                    "smoothing mask " + mask + " does not lie on the grid of the image "
                            + image + ": resample the mask first");
        }
        float[] inside = mask.readVolume(0);
        for (int i = 0; i < inside.length; i++) {
            inside[i] = inside[i] != 0 && !Float.isNaN(inside[i]) ? 1 : 0;
        }
        float[] share = inside.clone();
        gaussian.apply(share, parallelism);
        return new VolumeSmoothing(gaussian, inside, share, notices);
    }

    private static double[] sigmaVoxels(double[] fwhmMillimetres, Affine affine) {
        double[] sigma = affine.voxelSizes();
        for (int axis = 0; axis < 3; axis++) {
            double width = fwhmMillimetres.length == 1 ? fwhmMillimetres[0] : fwhmMillimetres[axis];
            sigma[axis] = width / (SIGMAS_PER_FWHM * sigma[axis]);
        }
        return sigma;
    }

    /** Smooths volumes of one grid in place. */
    @FunctionalInterface
    public interface InPlace {
        /**
         * @param index which volume, for notices
         * @param values the volume, first axis fastest; replaced by the smoothed one
         */
        void smooth(long index, float[] values);
    }

    /** Smooths single volumes once everything that is shared between volumes is known. */
    private record VolumeSmoothing(SeparableGaussian gaussian, float[] inside, float[] share,
            Consumer<Notice> notices) {
        void smooth(long index, float[] values, Parallelism parallelism) {
            int bad = 0;
            for (int i = 0; i < values.length; i++) {
                // Only NaN and infinities differ from themselves after subtraction.
                if (values[i] - values[i] != 0) {
                    values[i] = 0;
                    bad++;
                }
            }
            if (bad > 0) {
                notices.accept(new Notice("smoothing-non-finite", bad + " voxels of volume " + index
                        + " are NaN or infinite: taken as 0 before smoothing"));
            }
            if (inside != null) {
                multiply(values, inside);
            }
            gaussian.apply(values, parallelism);
            if (inside != null) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = inside[i] == 0 ? 0 : values[i] / share[i];
                }
            }
        }

        private static void multiply(float[] values, float[] factors) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= factors[i];
            }
        }
    }

    /** Collects the options of a {@link GaussianSmoother}. */
    public static final class Builder {
        private double[] fwhmMillimetres = {6, 6, 6};
        private Volume mask;
        private Parallelism parallelism = Parallelism.available();
        private Progress progress = Progress.NONE;
        private Consumer<Notice> notices = notice -> {};

        private Builder() {}

        /**
         * @param width full width at half maximum along every axis, mm, 0 or more; default 6
         * @return this
         */
        public Builder fwhmMillimetres(double width) {
            return fwhmMillimetres(width, width, width);
        }

        /**
         * @param first full width at half maximum along the first voxel axis, mm, 0 or more
         * @param second along the second
         * @param third along the third
         * @return this
         */
        public Builder fwhmMillimetres(double first, double second, double third) {
            for (double width : new double[] {first, second, third}) {
                if (!(width >= 0) || Double.isInfinite(width)) {
                    throw new IllegalArgumentException("smoothing width is " + width + " mm: give 0 or more");
                }
            }
            fwhmMillimetres = new double[] {first, second, third};
            return this;
        }

        /**
         * @param volume a mask on the grid of the images (not 0 = inside); default none
         * @return this
         */
        public Builder within(Volume volume) {
            mask = volume;
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
         * @param display where {@link GaussianSmoother#applyInMemory} reports; default nowhere
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

        /** @return the smoother */
        public GaussianSmoother build() {
            return new GaussianSmoother(this);
        }
    }
}
