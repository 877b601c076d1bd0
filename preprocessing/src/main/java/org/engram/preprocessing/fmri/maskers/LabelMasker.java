package org.engram.preprocessing.fmri.maskers;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.volume.resampling.Grid;

/**
 * One feature per region of a label atlas, regions in the order of their numbers. A region without voxels (or whose
 * voxels were all left out) is a column of NaN, unless empty regions are dropped. {@link #inverseTransform} gives every
 * voxel of a region its value; followed by {@link #transform} it gives the same matrix, bit for bit, for the mean,
 * median, minimum and maximum of regions that are not empty (without smoothing).
 */
public final class LabelMasker implements Masker {
    private final LabelAtlas atlas;
    private final RegionStatistic statistic;
    private final boolean keepEmpty;
    private final Regions regions;
    private final MaskerOptions options;

    private LabelMasker(LabelAtlas atlas, RegionStatistic statistic, boolean keepEmpty,
            MaskerOptions options) {
        this.atlas = atlas;
        this.statistic = statistic;
        this.keepEmpty = keepEmpty;
        this.options = options;
        Regions all = atlas.regions();
        this.regions = keepEmpty ? all : withVoxels(all, atlas.grid());
        mask().requireVoxels("the label atlas on the grid of the image");
    }

    /**
     * @param atlas regions
     * @param statistic what stands for the voxels of a region
     * @param options smoothing, grids, threads
     * @return that masker; empty regions are kept as columns of NaN
     */
    public static LabelMasker of(LabelAtlas atlas, RegionStatistic statistic, MaskerOptions options) {
        return new LabelMasker(atlas, statistic, true, options);
    }

    /** @return the same masker without features for regions that have no voxel on its grid */
    public LabelMasker withoutEmptyRegions() {
        return new LabelMasker(atlas, statistic, false, options);
    }

    private static Regions withVoxels(Regions all, Grid grid) {
        List<String> names = new ArrayList<>();
        List<int[]> voxels = new ArrayList<>();
        for (int r = 0; r < all.count(); r++) {
            if (all.voxels(r).length > 0) {
                names.add(all.names().get(r));
                voxels.add(all.voxels(r));
            }
        }
        return new Regions(grid, names, voxels.toArray(new int[0][]));
    }

    @Override
    public LabelMasker forImage(Volume image) {
        return Extraction.mustMove("the label atlas", atlas.grid(), image, options)
                ? new LabelMasker(atlas.onGrid(Grid.of(image)), statistic, keepEmpty, options)
                : this;
    }

    @Override
    public Matrix transform(Volume series) {
        LabelMasker moved = forImage(series);
        return moved.regions.extract(series, statistic, options);
    }

    @Override
    public Volume inverseTransform(Matrix samples) {
        return PaintedVoxels.volume(samples, regions.count(), atlas.grid(), (matrix, row, into) -> {
            for (int r = 0; r < regions.count(); r++) {
                double value = matrix.get(row, r);
                for (int voxel : regions.voxels(r)) {
                    into[voxel] = value;
                }
            }
        });
    }

    @Override
    public int featureCount() {
        return regions.count();
    }

    @Override
    public List<String> featureNames() {
        return regions.names();
    }

    @Override
    public double[][] featureCoordinates() {
        return regions.centres();
    }

    @Override
    public Mask mask() {
        return regions.mask();
    }

    @Override
    public Grid grid() {
        return atlas.grid();
    }
}
