package org.engram.preprocessing.fmri.maskers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.volume.resampling.Grid;

/**
 * One feature per sphere: the voxels whose centre lies within the radius of the seed, and always the voxel that
 * contains the seed, as far as they are in the mask. A sphere without voxel is an error that names it. Spheres may
 * overlap for {@link #transform}; {@link #inverseTransform} refuses overlapping ones, and followed by
 * {@link #transform} gives the same matrix, bit for bit, for the mean, median, minimum and maximum (without smoothing).
 */
public final class SphereMasker implements Masker {
    private final List<Sphere> spheres;
    private final Mask within;
    private final boolean wholeGrid;
    private final RegionStatistic statistic;
    private final Regions regions;
    private final MaskerOptions options;

    private SphereMasker(List<Sphere> spheres, Mask within, boolean wholeGrid, RegionStatistic statistic,
            MaskerOptions options) {
        this.spheres = List.copyOf(spheres);
        this.within = within;
        this.wholeGrid = wholeGrid;
        this.statistic = statistic;
        this.options = options;
        int[][] voxels = new int[spheres.size()][];
        List<String> names = new ArrayList<>();
        for (int s = 0; s < voxels.length; s++) {
            voxels[s] = voxels(spheres.get(s), within);
            names.add(spheres.get(s).name());
        }
        this.regions = new Regions(within.grid(), names, voxels);
    }

    /**
     * @param spheres seeds and radii, one or more
     * @param within voxels that may be taken
     * @param statistic what stands for the voxels of a sphere
     * @param options smoothing, grids, threads
     * @return that masker
     */
    public static SphereMasker of(List<Sphere> spheres, Mask within, RegionStatistic statistic,
            MaskerOptions options) {
        requireSpheres(spheres);
        return new SphereMasker(spheres, within, false, statistic, options);
    }

    /**
     * @param spheres seeds and radii, one or more
     * @param grid the grid of the images; on another grid the spheres are drawn anew
     * @param statistic what stands for the voxels of a sphere
     * @param options smoothing, grids, threads
     * @return that masker
     */
    public static SphereMasker of(List<Sphere> spheres, Grid grid, RegionStatistic statistic,
            MaskerOptions options) {
        requireSpheres(spheres);
        return new SphereMasker(spheres, everything(grid), true, statistic, options);
    }

    private static void requireSpheres(List<Sphere> spheres) {
        if (spheres.isEmpty()) {
            throw new IllegalArgumentException("no sphere given: give one or more");
        }
    }

    private static Mask everything(Grid grid) {
        boolean[] inside = new boolean[grid.size()];
        Arrays.fill(inside, true);
        return Mask.of(grid, inside);
    }

    private static int[] voxels(Sphere sphere, Mask within) {
        Grid grid = within.grid();
        Affine toVoxel = grid.voxelsFrom(new Grid(Affine.identity(), 1, 1, 1));
        double[] seed = toVoxel.apply(sphere.x(), sphere.y(), sphere.z());
        int[] low = new int[3];
        int[] high = new int[3];
        int[] extents = {grid.nx(), grid.ny(), grid.nz()};
        for (int a = 0; a < 3; a++) {
            // The ball reaches, along voxel axis a, its radius times the norm of that row of the inverse.
            double reach = sphere.radiusMillimetres() * Math.sqrt(toVoxel.get(a, 0) * toVoxel.get(a, 0)
                    + toVoxel.get(a, 1) * toVoxel.get(a, 1) + toVoxel.get(a, 2) * toVoxel.get(a, 2)) + 1;
            low[a] = (int) Math.max(0, Math.floor(seed[a] - reach));
            high[a] = (int) Math.min(extents[a] - 1, Math.ceil(seed[a] + reach));
        }
        int nearest = nearest(seed, extents);
        double limit = sphere.radiusMillimetres() * sphere.radiusMillimetres() * (1 + 1e-12);
        int[] voxels = new int[Math.max(0, high[0] - low[0] + 1) * Math.max(0, high[1] - low[1] + 1)
                * Math.max(0, high[2] - low[2] + 1)];
        int count = 0;
        for (int z = low[2]; z <= high[2]; z++) {
            for (int y = low[1]; y <= high[1]; y++) {
                for (int x = low[0]; x <= high[0]; x++) {
                    int voxel = (z * extents[1] + y) * extents[0] + x;
                    double[] at = grid.affine().apply(x, y, z);
                    double dx = at[0] - sphere.x();
                    double dy = at[1] - sphere.y();
                    double dz = at[2] - sphere.z();
                    if (within.contains(voxel)
                            && (voxel == nearest || dx * dx + dy * dy + dz * dz <= limit)) {
                        voxels[count++] = voxel;
                    }
                }
            }
        }
        if (count == 0) {
            throw new EngramException(
                    "sphere \"" + sphere.name() + "\" at (" + sphere.x() + ", " + sphere.y() + ", "
                            + sphere.z() + ") mm with radius " + sphere.radiusMillimetres()
                            + " mm holds no voxel of the mask: check its coordinates or enlarge it");
        }
        return Arrays.copyOf(voxels, count);
    }

    /** The voxel that contains the seed, or -1 outside the grid. */
    private static int nearest(double[] seed, int[] extents) {
        int[] at = new int[3];
        for (int a = 0; a < 3; a++) {
            at[a] = (int) Math.rint(seed[a]);
            if (at[a] < 0 || at[a] >= extents[a]) {
                return -1;
            }
        }
        return (at[2] * extents[1] + at[1]) * extents[0] + at[0];
    }

    @Override
    public SphereMasker forImage(Volume image) {
        Grid grid = Grid.of(image);
        if (wholeGrid && options.gridPolicy() == MaskerOptions.GridPolicy.MASK_TO_IMAGE) {
            return grid.matches(within.grid())
                    ? this
                    : new SphereMasker(spheres, everything(grid), true, statistic, options);
        }
        return Extraction.mustMove("the mask of the spheres", within.grid(), image, options)
                ? new SphereMasker(spheres, within.onGrid(grid), false, statistic, options)
                : this;
    }

    @Override
    public Matrix transform(Volume series) {
        SphereMasker moved = forImage(series);
        return moved.regions.extract(series, statistic, options);
    }

    @Override
    public Volume inverseTransform(Matrix samples) {
        int[] owner = new int[within.grid().size()];
        Arrays.fill(owner, -1);
        for (int r = 0; r < regions.count(); r++) {
            for (int voxel : regions.voxels(r)) {
                if (owner[voxel] >= 0) {
                    throw new EngramException("spheres \"" + spheres.get(owner[voxel]).name() + "\" and \""
                            + spheres.get(r).name()
                            + "\" overlap, so their values cannot be painted back: make them smaller");
                }
                owner[voxel] = r;
            }
        }
        return PaintedVoxels.volume(samples, regions.count(), within.grid(), (matrix, row, into) -> {
            for (int i = 0; i < into.length; i++) {
                into[i] = owner[i] < 0 ? 0 : matrix.get(row, owner[i]);
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

    /** @return the seeds, mm */
    @Override
    public double[][] featureCoordinates() {
        double[][] seeds = new double[spheres.size()][];
        for (int s = 0; s < seeds.length; s++) {
            seeds[s] = new double[] {spheres.get(s).x(), spheres.get(s).y(), spheres.get(s).z()};
        }
        return seeds;
    }

    @Override
    public Mask mask() {
        return regions.mask();
    }

    @Override
    public Grid grid() {
        return within.grid();
    }
}
