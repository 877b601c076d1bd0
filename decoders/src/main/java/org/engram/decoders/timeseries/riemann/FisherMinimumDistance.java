package org.engram.decoders.timeseries.riemann;

import java.util.List;
import java.util.Objects;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.LinearModel;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Parallelism;
import org.engram.decoders.classical.LinearDiscriminant;
import org.engram.decoders.timeseries.covariance.SymmetricRows;

/**
 * {@link MinimumDistanceToMean} after a geodesic filter (FgMDM): tangent vectors are projected on the directions that
 * tell classes apart by shrinkage discriminant analysis, and mapped back to covariances.
 *
 * <h2>References</h2> Barachant, Bonnet, Congedo and Jutten 2010, Riemannian geometry applied to BCI classification,
 * LVA/ICA, section 3.3.
 *
 * @param metric distance and mean. Default Riemannian
 */
public record FisherMinimumDistance(Metric metric) implements Classifier {
    private static final double DEPENDENT = 1e-10;

    /** Checks presence. */
    public FisherMinimumDistance {
        Objects.requireNonNull(metric, "metric");
    }

    /** The affine-invariant metric. */
    public FisherMinimumDistance() {
        this(Metric.RIEMANN);
    }

    @Override
    public ClassifierModel fit(Matrix x, Labels y) {
        TangentSpace space = new TangentSpace(metric.mean(SymmetricRows.matrices(x), Parallelism.single()));
        Matrix vectors = space.vectors(x, Parallelism.single());
        LinearModel discriminant = (LinearModel) new LinearDiscriminant().fit(vectors, y);
        Matrix directions = orthonormal(discriminant.coefficients());
        GeodesicFilter filter = new GeodesicFilter(space, directions);
        return new Model(filter, new MinimumDistanceToMean(metric).fit(filter.map(vectors), y));
    }

    /** An orthonormal basis of the rows. */
    private static Matrix orthonormal(Matrix rows) {
        var decomposition = DenseAlgebra.singularValues(rows);
        int rank = 0;
        while (rank < decomposition.s().length
                && decomposition.s()[rank] > DEPENDENT * decomposition.s()[0]) {
            rank++;
        }
        int[] kept = new int[rank];
        for (int i = 0; i < rank; i++) {
            kept[i] = i;
        }
        return decomposition.vt().selectRows(kept);
    }

    @Override
    public String describe() {
        return "Fisher geodesic minimum distance to mean (" + metric.shortName() + ")";
    }

    private record GeodesicFilter(TangentSpace space, Matrix directions) {
        Matrix map(Matrix vectors) {
            Matrix kept = DenseAlgebra.multiply(DenseAlgebra.multiplyTransposed(vectors, directions),
                    directions);
            Matrix covariances = Matrix.zeros(kept.rows(), kept.columns());
            for (int i = 0; i < kept.rows(); i++) {
                SymmetricRows.put(space.matrix(kept.row(i)), covariances, i);
            }
            return covariances;
        }
    }

    private record Model(GeodesicFilter filter, ClassifierModel nearest) implements ClassifierModel {
        @Override
        public List<String> classNames() {
            return nearest.classNames();
        }

        @Override
        public Matrix decisionValues(Matrix x) {
            return nearest.decisionValues(filter.map(filter.space().vectors(x, Parallelism.single())));
        }
    }
}
