package org.engram.preprocessing.fmri.maskers;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.volume.resampling.Grid;

/**
 * One feature per voxel of a mask, in the C order of (x, y, z): z runs fastest. {@link #inverseTransform} followed by
 * {@link #transform} gives the same matrix, bit for bit (without smoothing).
 */
public final class VoxelMasker implements Masker {
    private final Mask mask;
    private final MaskerOptions options;

    private VoxelMasker(Mask mask, MaskerOptions options) {
        this.mask = mask.requireVoxels("the mask");
        this.options = options;
    }

    /**
     * @param mask the voxels wanted, not empty
     * @param options smoothing, grids, threads
     * @return that masker
     */
    public static VoxelMasker of(Mask mask, MaskerOptions options) {
        return new VoxelMasker(mask, options);
    }

    /**
     * @param mask the voxels wanted, not empty
     * @return that masker with {@link MaskerOptions#DEFAULT}
     */
    public static VoxelMasker of(Mask mask) {
        return of(mask, MaskerOptions.DEFAULT);
    }

    @Override
    public VoxelMasker forImage(Volume image) {
        return Extraction.mustMove("the mask", mask.grid(), image, options)
                ? new VoxelMasker(mask.onGrid(Grid.of(image)), options)
                : this;
    }

    @Override
    public Matrix transform(Volume series) {
        VoxelMasker moved = forImage(series);
        return moved.extract(series);
    }

    private Matrix extract(Volume series) {
        int columns = mask.count();
        Matrix samples = Matrix.zeros(Math.toIntExact(series.volumeCount()), columns);
        boolean[] bad = new Extraction(options, mask.grid(), mask.voxels()).run(series,
                new Extraction.Rows() {
                    @Override
                    public double[] begin(int volume) {
                        return samples.data();
                    }

                    @Override
                    public int offset(int volume) {
                        return volume * columns;
                    }

                    @Override
                    public void end(int volume, double[] row) {
                        // The values are where they belong.
                    }
                });
        for (int c = 0; bad != null && c < columns; c++) {
            for (int r = 0; r < samples.rows() && bad[c]; r++) {
                samples.set(r, c, 0);
            }
        }
        return samples;
    }

    @Override
    public Volume inverseTransform(Matrix samples) {
        int[] columns = new int[mask.count()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i;
        }
        return PaintedVoxels.volume(samples, mask.count(), mask.grid(),
                PaintedVoxels.byColumn(mask.voxels(), columns));
    }

    @Override
    public int featureCount() {
        return mask.count();
    }

    /** @return voxel indices such as "12,40,7" */
    @Override
    public List<String> featureNames() {
        Grid grid = mask.grid();
        List<String> names = new ArrayList<>(mask.count());
        for (int voxel : mask.voxels()) {
            names.add(voxel % grid.nx() + "," + voxel / grid.nx() % grid.ny() + ","
                    + voxel / grid.nx() / grid.ny());
        }
        return names;
    }

    @Override
    public double[][] featureCoordinates() {
        double[][] coordinates = new double[mask.count()][];
        for (int i = 0; i < coordinates.length; i++) {
            coordinates[i] = mask.worldMillimetres(i);
        }
        return coordinates;
    }

    @Override
    public Mask mask() {
        return mask;
    }
}
