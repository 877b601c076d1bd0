package org.engram.decoders.searchlight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.validation.Split;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;

/**
 * Decodes from a small sphere around each place in turn, and maps how well that went. A sphere holds every
 * in-mask voxel whose centre lies within the radius (a millionth further still counts, for affines kept in
 * single precision), in millimetres, whatever the shape of voxels or the rotation of the grid. Spheres cut by
 * the edge of the mask or of the image are evaluated with the voxels they have.
 *
 * <p>Samples are used as they are: see {@link LocalClassifier} for why voxels are not standardised within
 * folds. Immutable and thread-safe. The result is the same for any number of threads, to the last bit.
 *
 * <p>Cost: memory for one copy of the samples; time per centre for the voxels that enter or leave the sphere
 * times samples squared, and a factorisation per fold.
 *
 * <pre>{@code
 * Searchlight searchlight = Searchlight.builder().radiusMillimetres(9).classifier(LocalClassifier.ridge(1))
 *         .permutations(SearchlightPermutations.within(1000, runs)).parallelism(Parallelism.available()).build();
 * SearchlightResult result = searchlight.run(samples, grid, labels, splits);
 * double threshold = result.permutations().orElseThrow().threshold(0.05);
 * }</pre>
 *
 * <h2>References</h2> Kriegeskorte, Goebel, Bandettini 2006, PNAS 103:3863 (information-based mapping);
 * Nichols and Holmes 2002, Human Brain Mapping 15:1 (largest statistic over permutations).
 */
public final class Searchlight {
    private final double radiusMillimetres;
    private final int stride;
    private final int[] centres;
    private final int minimumVoxels;
    private final LocalClassifier classifier;
    private final SearchlightScore score;
    private final SearchlightPermutations permutations;
    private final boolean foldMaps;
    private final Parallelism parallelism;
    private final Progress progress;

    private Searchlight(Builder builder) {
        this.radiusMillimetres = builder.radiusMillimetres;
        this.stride = builder.stride;
        this.centres = builder.centres.clone();
        this.minimumVoxels = builder.minimumVoxels;
        this.classifier = builder.classifier;
        this.score = builder.score;
        this.permutations = builder.permutations;
        this.foldMaps = builder.foldMaps;
        this.parallelism = builder.parallelism;
        this.progress = builder.progress;
    }

    /** @return options at their defaults */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Evaluates every sphere.
     *
     * @param x samples x in-mask voxels, finite; not changed, not kept
     * @param grid where each column of {@code x} lies
     * @param y the class of each row
     * @param splits training and test samples of each fold; every class has a sample in each training set
     * @return the maps
     */
    public SearchlightResult run(Matrix x, VoxelGrid grid, Labels y, List<Split> splits) {
        SearchlightInput.check(x, grid, y, splits);
        List<Notice> notices = new ArrayList<>();
        double[][] samplesOfVoxel = SearchlightInput.byVoxel(x, grid, notices);
        List<Split> folds = new ArrayList<>();
        for (Split split : splits) {
            folds.add(new Split(split.name(), split.train().clone(), split.test().clone()));
        }
        SearchlightRun run = new SearchlightRun(this, grid, samplesOfVoxel, y, folds);
        run.execute(parallelism, progress);
        notices.addAll(run.permutationNotices());
        noteSmallSpheres(run.voxelCounts(), notices);
        double chance = (double) Arrays.stream(y.counts()).max().orElseThrow() / y.size();
        return new SearchlightResult(run, chance, notices);
    }

    private void noteSmallSpheres(int[] voxelCounts, List<Notice> notices) {
        int small = 0;
        int single = 0;
        for (int count : voxelCounts) {
            small += count < minimumVoxels ? 1 : 0;
            single += count == 1 ? 1 : 0;
        }
        if (small == voxelCounts.length) {
            throw new EngramException("none of the " + small + " spheres of radius " + radiusMillimetres
                    + " mm holds " + minimumVoxels + " voxels: take a larger radius or a smaller minimum");
        }
        if (small > 0) {
            notices.add(new Notice("searchlight-spheres-too-small", small + " of " + voxelCounts.length
                    + " spheres hold fewer than " + minimumVoxels + " voxels and were not evaluated"));
        }
        if (single == voxelCounts.length) {
            notices.add(new Notice("searchlight-single-voxels", "every sphere of radius " + radiusMillimetres
                    + " mm holds one voxel alone: the radius is below the voxel size"));
        }
    }

    int[] chooseCentres(VoxelGrid grid) {
        if (centres.length == 0) {
            return CentreRows.strided(grid, stride);
        }
        int[] chosen = Arrays.stream(centres).sorted().distinct().toArray();
        if (chosen[0] < 0 || chosen[chosen.length - 1] >= grid.voxels()) {
            throw new IllegalArgumentException(
                    "centres run from " + chosen[0] + " to " + chosen[chosen.length - 1]
                            + ", but the mask has columns 0 to " + (grid.voxels() - 1));
        }
        return chosen;
    }

    /** @return the radius of the spheres, mm */
    public double radiusMillimetres() {
        return radiusMillimetres;
    }

    /** @return the fewest voxels a sphere needs to be evaluated */
    public int minimumVoxels() {
        return minimumVoxels;
    }

    /** @return what tells the classes apart */
    public LocalClassifier classifier() {
        return classifier;
    }

    /** @return what permutations and fold maps count */
    public SearchlightScore score() {
        return score;
    }

    /** @return the null distribution asked for, if any */
    public Optional<SearchlightPermutations> permutations() {
        return Optional.ofNullable(permutations);
    }

    /** @return whether the score of each fold is kept */
    public boolean foldMaps() {
        return foldMaps;
    }

    /** @return the method and its options, as a reader of a paper would name them */
    public String describe() {
        return "searchlight, radius " + radiusMillimetres + " mm" + (stride > 1 ? ", stride " + stride : "")
                + ", "
                + classifier.describe()
                + (permutations == null ? "" : ", " + permutations.count() + " permutations");
    }

    /** Collects options. */
    public static final class Builder {
        private double radiusMillimetres = 9;
        private int stride = 1;
        private int[] centres = new int[0];
        private int minimumVoxels = 1;
        private LocalClassifier classifier = LocalClassifier.ridge(1);
        private SearchlightScore score = SearchlightScore.ACCURACY;
        private SearchlightPermutations permutations;
        private boolean foldMaps;
        private Parallelism parallelism = Parallelism.available();
        private Progress progress = Progress.NONE;

        private Builder() {}

        /**
         * @param millimetres the radius of the spheres, above 0; 9 unless set
         * @return this
         */
        public Builder radiusMillimetres(double millimetres) {
            if (!(millimetres > 0) || Double.isInfinite(millimetres)) {
                throw new IllegalArgumentException(
                        "searchlight radius is " + millimetres + " mm, expected a number above 0");
            }
            radiusMillimetres = millimetres;
            return this;
        }

        /**
         * @param voxels centre on every n-th voxel along each axis, counted from the lowest index of
         *     the mask; 1 (every voxel) unless set. Spheres still hold every voxel of the mask
         * @return this
         */
        public Builder stride(int voxels) {
            if (voxels < 1) {
                throw new IllegalArgumentException("stride is " + voxels + ", expected 1 or more");
            }
            stride = voxels;
            return this;
        }

        /**
         * @param columns centre on these columns of the sample matrix alone, whatever the stride; copied.
         *     None: on all
         * @return this
         */
        public Builder centres(int... columns) {
            centres = columns.clone();
            return this;
        }

        /**
         * @param voxels the fewest in-mask voxels a sphere needs to be evaluated; 1 unless set
         * @return this
         */
        public Builder minimumVoxels(int voxels) {
            if (voxels < 1) {
                throw new IllegalArgumentException("minimum voxels is " + voxels + ", expected 1 or more");
            }
            minimumVoxels = voxels;
            return this;
        }

        /**
         * @param local what tells the classes apart; the ridge classifier with alpha 1 unless set
         * @return this
         */
        public Builder classifier(LocalClassifier local) {
            classifier = Objects.requireNonNull(local, "classifier");
            return this;
        }

        /**
         * @param counted what permutations and fold maps count; accuracy unless set
         * @return this
         */
        public Builder score(SearchlightScore counted) {
            score = Objects.requireNonNull(counted, "score");
            return this;
        }

        /**
         * @param test how to draw the null distribution; none is drawn unless set
         * @return this
         */
        public Builder permutations(SearchlightPermutations test) {
            permutations = Objects.requireNonNull(test, "permutations");
            return this;
        }

        /**
         * @param keep whether to keep the score of each fold; false unless set
         * @return this
         */
        public Builder foldMaps(boolean keep) {
            foldMaps = keep;
            return this;
        }

        /**
         * @param threads how many threads; all processors unless set
         * @return this
         */
        public Builder parallelism(Parallelism threads) {
            parallelism = Objects.requireNonNull(threads, "parallelism");
            return this;
        }

        /**
         * @param reportsTo where to report, centre by centre; nowhere unless set
         * @return this
         */
        public Builder progress(Progress reportsTo) {
            progress = Objects.requireNonNull(reportsTo, "progress");
            return this;
        }

        /** @return the searchlight */
        public Searchlight build() {
            return new Searchlight(this);
        }
    }
}
