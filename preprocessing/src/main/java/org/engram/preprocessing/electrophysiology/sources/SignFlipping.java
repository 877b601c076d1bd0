package org.engram.preprocessing.electrophysiology.sources;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;

/**
 * Aligns the arbitrary signs of parcels over subjects, by the covariance of time-delay embedded courses. A template subject
 * is chosen; then, sweep after sweep, the parcel whose flip brings a subject's covariance most nearer to the template's is
 * flipped, until none does. The correlation rises with every flip, and the result depends on no random numbers.
 *
 * @param template index of the subject all others are aligned with
 * @param flips subject x parcel, 1 or -1; not copied
 * @param correlations of each subject's covariance with the template's after the flips; 1 for the template; not copied
 */
public record SignFlipping(int template, int[][] flips, double[] correlations) {
    /**
     * @param subjects parcel x time each; the same parcels, any times
     * @param embeddings how many delays, odd; 1 for none
     * @return the flips
     */
    public static SignFlipping of(List<Matrix> subjects, int embeddings) {
        if (subjects.isEmpty() || embeddings < 1 || embeddings % 2 == 0) {
            throw new IllegalArgumentException(subjects.size() + " subjects and " + embeddings
                    + " embeddings: expected at least 1 and an odd number");
        }
        int parcels = subjects.get(0).rows();
        List<Matrix> covariances = new ArrayList<>();
        for (int s = 0; s < subjects.size(); s++) {
            Matrix subject = subjects.get(s);
            if (subject.rows() != parcels || subject.columns() < 2 * embeddings) {
                throw new EngramException("subject " + s + " has " + subject.rows() + " parcels x "
                        + subject.columns() + " times, expected " + parcels + " x at least "
                        + 2 * embeddings);
            }
            covariances.add(correlations(embedded(subject, embeddings)));
        }
        int template = template(covariances);
        int[][] flips = new int[subjects.size()][parcels];
        double[] reached = new double[subjects.size()];
        for (int s = 0; s < flips.length; s++) {
            Arrays.fill(flips[s], 1);
            reached[s] = s == template
                    ? 1
                    : align(covariances.get(s), covariances.get(template), embeddings, flips[s]);
        }
        return new SignFlipping(template, flips, reached);
    }

    /**
     * @param subject index of a subject
     * @param courses its time courses, parcel x time; not changed
     * @return them with its flips
     */
    public Matrix apply(int subject, Matrix courses) {
        Matrix flipped = courses.copy();
        for (int i = 0; i < flipped.data().length; i++) {
            flipped.data()[i] *= flips[subject][i / courses.columns()];
        }
        return flipped;
    }

    /** Delays of parcel 0, then of parcel 1, ... */
    private static Matrix embedded(Matrix x, int embeddings) {
        int times = x.columns() - embeddings + 1;
        Matrix embedded = Matrix.zeros(x.rows() * embeddings, times);
        for (int row = 0; row < embedded.rows(); row++) {
            System.arraycopy(x.data(), row / embeddings * x.columns() + row % embeddings, embedded.data(),
                    row * times, times);
        }
        return embedded;
    }

    private static Matrix correlations(Matrix x) {
        Matrix standard = x.copy();
        int times = x.columns();
        for (int row = 0; row < x.rows(); row++) {
            double[] values = x.row(row);
            double mean = Arrays.stream(values).average().orElse(0);
            double norm = Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum());
            if (!(norm > 0)) {
                throw new EngramException("a parcel is flat: leave it out before signs are aligned");
            }
            for (int t = 0; t < times; t++) {
                standard.set(row, t, (values[t] - mean) / norm);
            }
        }
        return DenseAlgebra.gram(standard);
    }

    /** The subject whose sizes of covariance agree with all others' in the middle rank. */
    private static int template(List<Matrix> covariances) {
        int n = covariances.size();
        double[] agreement = new double[n];
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                agreement[a] += correlation(covariances.get(a), covariances.get(b), true, 1);
            }
        }
        Integer[] order = IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(i -> agreement[i]))
                .toArray(Integer[]::new);
        return order[n / 2];
    }

    private static double align(Matrix own, Matrix template, int embeddings, int[] flips) {
        Matrix flipped = own.copy();
        double best = correlation(flipped, template, false, embeddings);
        while (true) {
            int better = -1;
            for (int parcel = 0; parcel < flips.length; parcel++) {
                flip(flipped, parcel, embeddings);
                double reached = correlation(flipped, template, false, embeddings);
                flip(flipped, parcel, embeddings);
                if (reached > best + 1e-12) {
                    best = reached;
                    better = parcel;
                }
            }
            if (better < 0) {
                return best;
            }
            flip(flipped, better, embeddings);
            flips[better] = -flips[better];
        }
    }

    private static void flip(Matrix covariance, int parcel, int embeddings) {
        int n = covariance.rows();
        for (int row = parcel * embeddings; row < (parcel + 1) * embeddings; row++) {
            for (int column = 0; column < n; column++) {
                covariance.set(row, column, -covariance.get(row, column));
            }
        }
        for (int row = 0; row < n; row++) {
            for (int column = parcel * embeddings; column < (parcel + 1) * embeddings; column++) {
                covariance.set(row, column, -covariance.get(row, column));
            }
        }
    }

    /** Pearson's, of what stands above the diagonal blocks, which no flip changes. */
    private static double correlation(Matrix a, Matrix b, boolean sizes, int blockSize) {
        double sa = 0;
        double sb = 0;
        double aa = 0;
        double bb = 0;
        double ab = 0;
        long count = 0;
        int n = a.rows();
        for (int row = 0; row < n; row++) {
            for (int column = (row / blockSize + 1) * blockSize; column < n; column++) {
                double x = sizes ? Math.abs(a.get(row, column)) : a.get(row, column);
                double y = sizes ? Math.abs(b.get(row, column)) : b.get(row, column);
                sa += x;
                sb += y;
                aa += x * x;
                bb += y * y;
                ab += x * y;
                count++;
            }
        }
        double denominator = Math.sqrt((aa - sa * sa / count) * (bb - sb * sb / count));
        return denominator > 0 ? (ab - sa * sb / count) / denominator : 0;
    }
}
