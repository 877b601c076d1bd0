package org.engram.decoders.searchlight;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.engram.core.Notice;
import org.engram.core.ShapeException;

/**
 * What a searchlight found. Everything is per centre, in ascending order of the centres' columns;
 * {@link #toVoxels} spreads it over the mask. Immutable; accessors copy.
 */
public final class SearchlightResult {
    private final int voxels;
    private final int[] centres;
    private final int[] voxelCounts;
    private final double[] accuracy;
    private final double[] balancedAccuracy;
    private final double[][] foldScores;
    private final PermutationMaps permutations;
    private final double chance;
    private final List<Notice> notices;

    SearchlightResult(SearchlightRun run, double chance, List<Notice> notices) {
        this.voxels = run.grid().voxels();
        this.centres = run.centres();
        this.voxelCounts = run.voxelCounts();
        this.accuracy = run.accuracy();
        this.balancedAccuracy = run.balancedAccuracy();
        this.foldScores = run.foldScores();
        this.permutations = run.permutationMaps();
        this.chance = chance;
        this.notices = List.copyOf(notices);
    }

    /** @return the column of the sample matrix each centre lies at, ascending */
    public int[] centres() {
        return centres.clone();
    }

    /** @return in-mask voxels in each sphere, also of those too small to be evaluated */
    public int[] voxelCounts() {
        return voxelCounts.clone();
    }

    /** @return per centre, the mean over folds of the accuracy; NaN where the sphere has too few voxels */
    public double[] accuracy() {
        return accuracy.clone();
    }

    /**
     * @return per centre, the mean over folds of the balanced accuracy; NaN where the sphere has too few
     *     voxels
     */
    public double[] balancedAccuracy() {
        return balancedAccuracy.clone();
    }

    /** @return centres x folds, the chosen score of each fold; empty unless asked for */
    public Optional<double[][]> foldScores() {
        return foldScores.length == 0
                ? Optional.empty()
                : Optional.of(Arrays.stream(foldScores).map(double[]::clone).toArray(double[][]::new));
    }

    /** @return what shuffled labels give; empty unless asked for */
    public Optional<PermutationMaps> permutations() {
        return Optional.ofNullable(permutations);
    }

    /**
     * @return the accuracy of always answering the most frequent class, 1 / classes when all are equally
     *     frequent; for balanced accuracy the level of chance is always 1 / classes
     */
    public double chance() {
        return chance;
    }

    /** @return what a person should know: constant voxels, spheres left out */
    public List<Notice> notices() {
        return notices;
    }

    /**
     * @param perCentre one number per centre
     * @param elsewhere the number for voxels that are no centre
     * @return one number per column of the sample matrix, fresh
     */
    public double[] toVoxels(double[] perCentre, double elsewhere) {
        if (perCentre.length != centres.length) {
            throw new ShapeException(
                    "got " + perCentre.length + " numbers for " + centres.length + " searchlight centres");
        }
        double[] map = new double[voxels];
        Arrays.fill(map, elsewhere);
        for (int c = 0; c < centres.length; c++) {
            map[centres[c]] = perCentre[c];
        }
        return map;
    }

    @Override
    public String toString() {
        return "SearchlightResult of " + centres.length + " centres";
    }
}
