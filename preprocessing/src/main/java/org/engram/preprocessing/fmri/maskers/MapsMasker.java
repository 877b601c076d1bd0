package org.engram.preprocessing.fmri.maskers;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.volume.resampling.Grid;
import org.engram.preprocessing.volume.resampling.Resampler;

/**
 * One feature per map of a probabilistic atlas: the coefficients with which the maps together come closest to the
 * volume in least squares, over the voxels of a mask. {@link #inverseTransform} sums the maps with those coefficients;
 * followed by {@link #transform} it gives the same matrix up to rounding when the maps are independent (without
 * smoothing). Dependent maps give the solution of smallest norm.
 */
public final class MapsMasker implements Masker {
    private final Volume maps;
    private final List<String> names;
    private final Mask mask;
    private final Matrix weights; // maps x voxels of the mask
    private final MaskerOptions options;

    private MapsMasker(Volume maps, List<String> names, Mask mask, MaskerOptions options) {
        this.maps = maps;
        this.names = names;
        this.mask = mask;
        this.options = options;
        this.weights = weights(maps, mask);
    }

    /**
     * @param maps a series, one volume per map; its values are read now, and again when it has to be moved to another
     *     grid
     * @param names one name per map
     * @param options smoothing, grids, threads
     * @return a masker over all voxels in which some map is not 0
     */
    public static MapsMasker of(Volume maps, List<String> names, MaskerOptions options) {
        requireNames(maps, names);
        return new MapsMasker(maps, List.copyOf(names), support(maps), options);
    }

    /**
     * @param maps a series, one volume per map; its values are read now, and again when it has to be moved to another
     *     grid
     * @param names one name per map
     * @param mask the voxels to fit, on the grid of the maps
     * @param options smoothing, grids, threads
     * @return a masker over that mask
     */
    public static MapsMasker of(Volume maps, List<String> names, Mask mask, MaskerOptions options) {
        requireNames(maps, names);
        Mask own = mask.onGrid(Grid.of(maps)).requireVoxels("the mask of the maps");
        return new MapsMasker(maps, List.copyOf(names), own, options);
    }

    private static void requireNames(Volume maps, List<String> names) {
        if (names.size() != maps.volumeCount()) {
            throw new ShapeException(names.size() + " names for " + maps.volumeCount()
                    + " maps: give one name per map");
        }
    }

    private static Mask support(Volume maps) {
        boolean[] inside = new boolean[maps.volumeSize()];
        double[] values = new double[inside.length];
        for (long k = 0; k < maps.volumeCount(); k++) {
            maps.readVolume(k, values);
            for (int i = 0; i < values.length; i++) {
                inside[i] |= values[i] != 0 && Double.isFinite(values[i]);
            }
        }
        return Mask.of(Grid.of(maps), inside).requireVoxels("the support of the maps " + maps);
    }

    private static Matrix weights(Volume maps, Mask mask) {
        int[] voxels = mask.voxels();
        int count = Math.toIntExact(maps.volumeCount());
        Matrix weights = Matrix.zeros(count, voxels.length);
        double[] values = new double[maps.volumeSize()];
        for (int k = 0; k < count; k++) {
            maps.readVolume(k, values);
            for (int i = 0; i < voxels.length; i++) {
                double value = values[voxels[i]];
                weights.set(k, i, Double.isFinite(value) ? value : 0);
            }
        }
        return weights;
    }

    /** The pseudo-inverse, maps x voxels, of the matrix voxels x maps. */
    private static Matrix pseudoInverse(Matrix weights) {
        DenseAlgebra.SingularValues decomposition = DenseAlgebra.singularValues(weights);
        double[] s = decomposition.s();
        double cutoff = Math.ulp(1.0) * Math.max(weights.rows(), weights.columns()) * s[0];
        if (!(s[0] > 0)) {
            throw new EngramException("all maps are 0 in the mask: check that maps and mask overlap");
        }
        Matrix scaled = decomposition.u().copy();
        for (int c = 0; c < s.length; c++) {
            for (int r = 0; r < scaled.rows(); r++) {
                scaled.set(r, c, s[c] > cutoff ? scaled.get(r, c) / s[c] : 0);
            }
        }
        return DenseAlgebra.multiply(scaled, decomposition.vt());
    }

    @Override
    public MapsMasker forImage(Volume image) {
        if (!Extraction.mustMove("the probabilistic atlas", mask.grid(), image, options)) {
            return this;
        }
        Grid target = Grid.of(image);
        Resampler resampler = Resampler.builder().notices(options.notices())
                .parallelism(options.parallelism())
                .build();
        Volume moved = resampler.inMemory(resampler.toGrid(maps, target));
        Mask movedMask = mask.onGrid(target).requireVoxels("the mask of the maps on the grid of the image");
        return new MapsMasker(moved, names, movedMask, options);
    }

    @Override
    public Matrix transform(Volume series) {
        return forImage(series).extract(series);
    }

    private Matrix extract(Volume series) {
        int[] voxels = mask.voxels();
        Matrix signals = Matrix.zeros(Math.toIntExact(series.volumeCount()), weights.rows());
        boolean[] bad = fit(series, voxels, pseudoInverse(weights), signals);
        if (bad == null) {
            return signals;
        }
        int[] kept = new int[voxels.length];
        int count = 0;
        for (int i = 0; i < voxels.length; i++) {
            if (!bad[i]) {
                kept[count++] = i;
            }
        }
        int[] columns = Arrays.copyOf(kept, count);
        int[] good = new int[count];
        for (int i = 0; i < count; i++) {
            good[i] = voxels[columns[i]];
        }
        fit(series, good, pseudoInverse(weights.selectColumns(columns)), signals);
        return signals;
    }

    private boolean[] fit(Volume series, int[] voxels, Matrix inverse, Matrix signals) {
        return new Extraction(options, mask.grid(), voxels).run(series,
                new Extraction.Buffered(voxels.length) {
                    @Override
                    void reduce(int volume, double[] values) {
                        for (int k = 0; k < inverse.rows(); k++) {
                            signals.set(volume, k, dot(inverse.data(), k * inverse.columns(), values));
                        }
                    }
                });
    }

    private static double dot(double[] matrix, int start, double[] values) {
        double even = 0;
        double odd = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < values.length; i += 4) {
            even += matrix[start + i] * values[i];
            odd += matrix[start + i + 1] * values[i + 1];
            third += matrix[start + i + 2] * values[i + 2];
            fourth += matrix[start + i + 3] * values[i + 3];
        }
        for (; i < values.length; i++) {
            even += matrix[start + i] * values[i];
        }
        return even + odd + (third + fourth);
    }

    @Override
    public Volume inverseTransform(Matrix samples) {
        int[] voxels = mask.voxels();
        return PaintedVoxels.volume(samples, weights.rows(), mask.grid(), (matrix, row, into) -> {
            for (int k = 0; k < weights.rows(); k++) {
                double coefficient = matrix.get(row, k);
                for (int i = 0; i < voxels.length; i++) {
                    into[voxels[i]] += coefficient * weights.get(k, i);
                }
            }
        });
    }

    @Override
    public int featureCount() {
        return weights.rows();
    }

    @Override
    public List<String> featureNames() {
        return names;
    }

    /** @return the centre of each map, weighted by its absolute values, mm */
    @Override
    public double[][] featureCoordinates() {
        double[][] centres = new double[weights.rows()][3];
        for (int k = 0; k < centres.length; k++) {
            double sum = 0;
            for (int i = 0; i < mask.count(); i++) {
                double weight = Math.abs(weights.get(k, i));
                double[] at = mask.worldMillimetres(i);
                sum += weight;
                for (int a = 0; a < 3; a++) {
                    centres[k][a] += weight * at[a];
                }
            }
            for (int a = 0; a < 3; a++) {
                centres[k][a] /= sum;
            }
        }
        return centres;
    }

    @Override
    public Mask mask() {
        return mask;
    }
}
