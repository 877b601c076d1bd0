package org.engram.preprocessing.anatomy;

import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.volume.resampling.Grid;

/**
 * The brain in a T1-weighted image of the whole head, by a surface of 2562 vertices that starts as a small sphere at
 * the centre of the head and grows until the darkest value on the way in says it has reached the dark rim of the brain.
 *
 * <h2>References</h2> S. M. Smith, Fast robust automated brain extraction, Human Brain Mapping 17, 2002, sections 2.1
 * to 2.6. Differences: only the upper part of the head ({@link Builder#headHeightMillimetres}) tells where the head is,
 * so that a long neck does not pull the sphere down; the growth looks at voxels up to 2 mm apart
 * (the surface itself is not bound to voxels, and the mask is made on the grid of the image); the surface is not
 * tested for crossing itself; no skull surface is made.
 *
 * <p>The axes may point anywhere and voxels need not be cubes. Values that are not finite count as 0, with the notice
 * {@code anatomy-non-finite}. Immutable and thread-safe.
 */
public final class AnatomicalBrainMask {
    private static final double WORKING_MILLIMETRES = 2;

    private final Builder options;

    private AnatomicalBrainMask(Builder options) {
        this.options = options;
    }

    /** @return a builder with fraction 0.5, 1000 iterations, head height 170 mm, all processors */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param image a T1-weighted volume of the head (of a series, the first volume)
     * @return the brain on the grid of the image; fails when none is found
     */
    public Mask compute(Volume image) {
        Grid grid = Grid.of(image);
        for (double size : grid.affine().voxelSizes()) {
            if (!(size > 0) || Double.isInfinite(size)) {
                throw new EngramException("the affine " + grid.affine() + " of " + image
                        + " has a voxel size of " + size + " mm: repair the header first");
            }
        }
        float[] values = image.readVolume(0);
        int bad = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                values[i] = 0;
                bad++;
            }
        }
        if (bad > 0) {
            options.notices.accept(new Notice("anatomy-non-finite", bad + " voxels of " + image
                    + " are NaN or infinite: taken as 0"));
        }
        CoarseImage coarse = CoarseImage.of(values, grid, WORKING_MILLIMETRES);
        HeadIntensities head = HeadIntensities.of(image, coarse.values(), coarse.grid(),
                options.headHeightMillimetres);
        BrainSurface surface = new BrainSurface(coarse.grid(), coarse.values(), head, options.fraction);
        surface.grow(options.iterations, options.parallelism);
        boolean[] inside = SurfaceFill.inside(grid, coarse.toFine(surface.voxels()), surface.triangles());
        return Mask.of(grid, inside).requireVoxels("the brain mask computed from " + image
                + " with fraction " + options.fraction + " (try a lower one)");
    }

    /** Collects the options of an {@link AnatomicalBrainMask}. */
    public static final class Builder {
        private double fraction = 0.5;
        private int iterations = 1000;
        private double headHeightMillimetres = 170;
        private Parallelism parallelism = Parallelism.available();
        private Consumer<Notice> notices = notice -> {};

        private Builder() {}

        private Builder(Builder other) {
            fraction = other.fraction;
            iterations = other.iterations;
            headHeightMillimetres = other.headHeightMillimetres;
            parallelism = other.parallelism;
            notices = other.notices;
        }

        /**
         * @param share where between dark and bright the edge of the brain lies, above 0, below 1; smaller gives a larger
         *     brain; default 0.5
         * @return this
         */
        public Builder fraction(double share) {
            if (!(share > 0 && share < 1)) {
                throw new IllegalArgumentException(
                        "fraction is " + share + ": give a number between 0 and 1");
            }
            fraction = share;
            return this;
        }

        /**
         * @param steps how often the surface moves, 1 or more; default 1000
         * @return this
         */
        public Builder iterations(int steps) {
            if (steps < 1) {
                throw new IllegalArgumentException("iterations is " + steps + ": give 1 or more");
            }
            iterations = steps;
            return this;
        }

        /**
         * @param millimetres how far below the top of the head voxels tell where the head is; default 170
         * @return this
         */
        public Builder headHeightMillimetres(double millimetres) {
            if (!(millimetres > 0)) {
                throw new IllegalArgumentException(
                        "head height is " + millimetres + " mm: give a positive one");
            }
            headHeightMillimetres = millimetres;
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
         * @param receiver receives notices; default nowhere
         * @return this
         */
        public Builder notices(Consumer<Notice> receiver) {
            notices = receiver;
            return this;
        }

        /** @return the strategy */
        public AnatomicalBrainMask build() {
            return new AnatomicalBrainMask(new Builder(this));
        }
    }
}
