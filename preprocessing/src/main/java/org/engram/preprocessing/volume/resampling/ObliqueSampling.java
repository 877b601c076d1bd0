package org.engram.preprocessing.volume.resampling;

import java.util.Arrays;
import org.engram.core.Parallelism;
import org.engram.io.volume.Affine;

/** Linear or cubic interpolation under any voxel-to-voxel map: every output voxel sums its 8 or 64 neighbours. */
final class ObliqueSampling implements Sampling {
    private final Grid input;
    private final Grid target;
    private final Affine map;
    private final boolean cubic;

    /**
     * @param input grid of the input
     * @param target grid of the output
     * @param map target voxels to input voxels
     * @param interpolation linear or cubic
     */
    ObliqueSampling(Grid input, Grid target, Affine map, Interpolation interpolation) {
        this.input = input;
        this.target = target;
        this.map = map;
        this.cubic = interpolation == Interpolation.CUBIC;
    }

    @Override
    public void sample(float[] values, float[] into, float fill, Parallelism parallelism) {
        double[][] slices = slices(values, parallelism);
        parallelism.forEach(target.nz(), k -> {
            Neighbours neighbours = new Neighbours(cubic ? 4 : 2);
            int out = k * target.ny() * target.nx();
            for (int j = 0; j < target.ny(); j++) {
                for (int i = 0; i < target.nx(); i++) {
                    into[out++] = value(slices, i, j, k, neighbours, fill);
                }
            }
        });
    }

    private float value(double[][] slices, int i, int j, int k, Neighbours near, float fill) {
        double x = coordinate(0, i, j, k);
        double y = coordinate(1, i, j, k);
        double z = coordinate(2, i, j, k);
        if (!(x >= 0 && x <= input.nx() - 1 && y >= 0 && y <= input.ny() - 1 && z >= 0
                && z <= input.nz() - 1)) {
            return fill;
        }
        near.locate(0, x, input.nx(), 1);
        near.locate(1, y, input.ny(), input.nx());
        near.locate(2, z, input.nz(), 1);
        return (float) near.sum(slices);
    }

    private double coordinate(int row, int i, int j, int k) {
        return AxisTaps
                .settle(map.get(row, 0) * i + map.get(row, 1) * j + map.get(row, 2) * k + map.get(row, 3));
    }

    private double[][] slices(float[] values, Parallelism parallelism) {
        int nx = input.nx();
        int ny = input.ny();
        double[][] slices = new double[input.nz()][nx * ny];
        parallelism.forEach(input.nz(), z -> {
            double[] slice = slices[z];
            for (int i = 0; i < slice.length; i++) {
                slice[i] = values[z * nx * ny + i];
            }
            if (cubic) {
                prefilterSlice(slice, nx, ny);
            }
        });
        if (cubic) {
            parallelism.forBlocks(nx * ny, 4096, (start, end) -> {
                double[][] block = new double[slices.length][];
                for (int z = 0; z < block.length; z++) {
                    block[z] = Arrays.copyOfRange(slices[z], start, end);
                }
                CubicSpline.prefilter(block, block.length, end - start);
                for (int z = 0; z < block.length; z++) {
                    System.arraycopy(block[z], 0, slices[z], start, end - start);
                }
            });
        }
        return slices;
    }

    private static void prefilterSlice(double[] slice, int nx, int ny) {
        double[][] lines = new double[ny][];
        for (int y = 0; y < ny; y++) {
            lines[y] = Arrays.copyOfRange(slice, y * nx, (y + 1) * nx);
        }
        CubicSpline.prefilter(lines, ny, nx);
        double[][] columns = new double[nx][ny];
        RowWork.transpose(lines, ny, nx, columns);
        CubicSpline.prefilter(columns, nx, ny);
        RowWork.transpose(columns, nx, ny, lines);
        for (int y = 0; y < ny; y++) {
            System.arraycopy(lines[y], 0, slice, y * nx, nx);
        }
    }

    /** The neighbours of one point: offsets and weights along each axis. */
    private static final class Neighbours {
        private final int taps;
        private final int[] offsets;
        private final double[] weights;

        Neighbours(int taps) {
            this.taps = taps;
            this.offsets = new int[3 * taps];
            this.weights = new double[3 * taps];
        }

        void locate(int axis, double at, int count, int stride) {
            int floor = (int) at;
            double t = at - floor;
            int first = axis * taps;
            if (taps == 2) {
                weights[first] = 1 - t;
                weights[first + 1] = t;
                offsets[first] = floor * stride;
                offsets[first + 1] = Math.min(floor + 1, count - 1) * stride;
            } else {
                AxisTaps.cubicWeights(t, weights, first);
                for (int n = 0; n < 4; n++) {
                    offsets[first + n] = AxisTaps.mirror(floor - 1 + n, count) * stride;
                }
            }
        }

        double sum(double[][] slices) {
            double sum = 0;
            for (int c = 0; c < taps; c++) {
                double[] slice = slices[offsets[2 * taps + c]];
                double planeSum = 0;
                for (int b = 0; b < taps; b++) {
                    int line = offsets[taps + b];
                    double lineSum = 0;
                    for (int a = 0; a < taps; a++) {
                        lineSum += weights[a] * slice[line + offsets[a]];
                    }
                    planeSum += weights[taps + b] * lineSum;
                }
                sum += weights[2 * taps + c] * planeSum;
            }
            return sum;
        }
    }
}
