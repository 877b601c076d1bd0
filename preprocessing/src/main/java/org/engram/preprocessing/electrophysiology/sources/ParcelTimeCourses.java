package org.engram.preprocessing.electrophysiology.sources;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.ShapeException;

/**
 * One time course for each parcel of voxels, and the removal of what parcels share without delay, which leakage is.
 *
 * <h2>References</h2> G. L. Colclough et al., NeuroImage 117, 2015.
 */
public final class ParcelTimeCourses {
    private static final double TOP_SHARE = 0.05;
    private static final double CORE = 0.5;
    private static final double RANK_TOLERANCE = 1e-10;

    private ParcelTimeCourses() {}

    /**
     * The first principal component of the voxels, each weighted by the map of the parcel; its sign is that of the parcel's
     * core, its size that of the voxels it stands for.
     *
     * @param voxels voxel x time
     * @param maps voxel x parcel, weights; negative ones count as 0 once each map has been given a positive peak
     * @param notices told which parcels are empty
     * @return parcel x time; zero for an empty parcel
     */
    public static Matrix spatialBasis(Matrix voxels, Matrix maps, Consumer<Notice> notices) {
        return courses(voxels, maps, true, notices);
    }

    /**
     * The same without weighting: a voxel belongs to a parcel where its map is positive.
     *
     * @param voxels voxel x time
     * @param maps voxel x parcel
     * @param notices told which parcels are empty
     * @return parcel x time; zero for an empty parcel
     */
    public static Matrix principalComponents(Matrix voxels, Matrix maps, Consumer<Notice> notices) {
        return courses(voxels, maps, false, notices);
    }

    private static Matrix courses(Matrix voxels, Matrix maps, boolean weighted, Consumer<Notice> notices) {
        if (voxels.rows() != maps.rows()) {
            throw new ShapeException(voxels.rows() + " voxels, but maps of " + maps.rows());
        }
        int bad = voxels.firstNotFinite();
        if (bad >= 0) {
            throw new EngramException("voxel " + bad / voxels.columns() + " holds " + voxels.data()[bad]
                    + " at time " + bad % voxels.columns());
        }
        Matrix courses = Matrix.zeros(maps.columns(), voxels.columns());
        for (int parcel = 0; parcel < maps.columns(); parcel++) {
            double[] map = scaled(maps.column(parcel));
            int[] members = IntStream.range(0, map.length).filter(v -> map[v] > 0).toArray();
            if (members.length == 0) {
                notices.accept(new Notice("empty-parcel",
                        "parcel " + parcel + " holds no voxel: its time course is zero"));
                continue;
            }
            double[] course = course(voxels, map, members, weighted);
            System.arraycopy(course, 0, courses.data(), parcel * voxels.columns(), course.length);
        }
        return courses;
    }

    /** Peak 1, sign after the strongest twentieth of the voxels. */
    private static double[] scaled(double[] map) {
        double[] sizes = Arrays.stream(map).map(Math::abs).sorted().toArray();
        double largest = sizes.length == 0 ? 0 : sizes[sizes.length - 1];
        if (!(largest > 0)) {
            return new double[map.length];
        }
        int top = Math.max(1, (int) Math.round(TOP_SHARE * map.length));
        double least = sizes[sizes.length - top];
        double mean = Arrays.stream(map).filter(value -> Math.abs(value) >= least).average().orElse(0);
        double factor = (mean < 0 ? -1 : 1) / largest;
        return Arrays.stream(map).map(value -> value * factor).toArray();
    }

    private static double[] course(Matrix voxels, double[] map, int[] members, boolean weighted) {
        int times = voxels.columns();
        Matrix own = voxels.selectRows(members);
        double[] deviations = new double[members.length];
        for (int i = 0; i < members.length; i++) {
            double mean = 0;
            for (int t = 0; t < times; t++) {
                mean += own.get(i, t) / times;
            }
            double squares = 0;
            for (int t = 0; t < times; t++) {
                double value = own.get(i, t) - mean;
                squares += value * value / times;
                own.set(i, t, weighted ? value * map[members[i]] : value);
            }
            deviations[i] = Math.sqrt(squares);
        }
        double[] loadings = firstLoadings(own);
        double[] scores = DenseAlgebra.multiply(Matrix.of(1, loadings.length, loadings), own).data();
        double core = 0;
        double total = 0;
        double size = 0;
        for (int i = 0; i < members.length; i++) {
            core += !weighted || map[members[i]] > CORE ? loadings[i] : 0;
            total += Math.abs(loadings[i]);
            size += Math.abs(loadings[i]) * deviations[i];
        }
        double deviation = Math.sqrt(Arrays.stream(scores).map(s -> s * s).average().orElse(0));
        double factor = deviation > 0 ? (core < 0 ? -1 : 1) * size / total / deviation : 0;
        return Arrays.stream(scores).map(s -> s * factor).toArray();
    }

    /** From the smaller of the two matrices of inner products. */
    private static double[] firstLoadings(Matrix x) {
        if (x.rows() <= x.columns()) {
            DenseAlgebra.SymmetricEigen eigen = DenseAlgebra.symmetricEigen(DenseAlgebra.gram(x));
            return eigen.vectors().column(x.rows() - 1);
        }
        DenseAlgebra.SymmetricEigen eigen = DenseAlgebra.symmetricEigen(DenseAlgebra.transposedGram(x));
        double[] loadings = DenseAlgebra.multiply(x, eigen.vectors().selectColumns(x.columns() - 1)).data();
        double norm = Math.sqrt(Arrays.stream(loadings).map(v -> v * v).sum());
        return Arrays.stream(loadings).map(v -> norm > 0 ? v / norm : 0).toArray();
    }

    /**
     * Replaces time courses by the nearest ones that do not correlate.
     *
     * @param courses parcel x time
     * @param keepMagnitudes whether each keeps about its size; otherwise all have length 1
     * @return parcel x time, rows orthogonal
     */
    public static Matrix orthogonalized(Matrix courses, boolean keepMagnitudes) {
        Matrix scaled = courses.copy();
        int parcels = courses.rows();
        double[] norms = new double[parcels];
        for (int p = 0; p < parcels; p++) {
            norms[p] = Math.sqrt(Arrays.stream(courses.row(p)).map(v -> v * v).sum());
            for (int t = 0; keepMagnitudes && t < courses.columns(); t++) {
                scaled.set(p, t, norms[p] > 0 ? courses.get(p, t) / norms[p] : 0);
            }
        }
        DenseAlgebra.SingularValues svd = DenseAlgebra.singularValues(scaled);
        long rank = Arrays.stream(svd.s()).filter(s -> s > RANK_TOLERANCE * svd.s()[0]).count();
        if (rank < parcels) {
            throw new EngramException("orthogonalisation of " + parcels + " parcels needs rank " + parcels
                    + ", but their time courses have rank " + rank
                    + " (Maxwell-filtered MEG has about 60): use fewer parcels, or more samples");
        }
        Matrix orthogonal = DenseAlgebra.multiply(svd.u(), svd.vt());
        for (int p = 0; keepMagnitudes && p < parcels; p++) {
            for (int t = 0; t < courses.columns(); t++) {
                orthogonal.set(p, t, orthogonal.get(p, t) * norms[p]);
            }
        }
        return orthogonal;
    }
}
