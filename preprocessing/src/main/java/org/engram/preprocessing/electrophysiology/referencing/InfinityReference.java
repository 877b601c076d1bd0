package org.engram.preprocessing.electrophysiology.referencing;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.DenseAlgebra.SingularValues;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;

/**
 * The reference electrode standardisation technique (REST): potentials against a point at infinity, by way of sources in
 * the head that explain the measured ones. D. Yao, Physiol. Meas. 22, 2001.
 */
public final class InfinityReference {
    /** Singular values below this part of the largest count as none. */
    private static final double RELATIVE_CUTOFF = 1e-3;

    private InfinityReference() {}

    /**
     * @param channels channels of a recording or epochs, of any common reference
     * @param leadField good EEG channel x source: potentials against infinity of sources all over the brain, from a
     *     forward model; only their span matters
     * @return what replaces the good EEG channels
     */
    public static ChannelMixing of(List<Channel> channels, Matrix leadField) {
        List<Channel> good = Referencing.ofType(channels, ChannelType.EEG).stream()
                .filter(channel -> !channel.bad()).toList();
        int n = good.size();
        if (leadField.rows() != n) {
            throw new ShapeException("the lead field has " + leadField.rows() + " rows for " + n
                    + " good EEG channels: give one row for each, in their order");
        }
        if (!leadField.isFinite()) {
            throw new EngramException("the lead field holds a number that is not finite");
        }
        Matrix centring = Matrix.zeros(n, n);
        Arrays.fill(centring.data(), -1.0 / n);
        for (int i = 0; i < n; i++) {
            centring.set(i, i, 1 - 1.0 / n);
        }
        // V_infinity = L (C L)^+ C v, with C the average reference.
        Matrix average = DenseAlgebra.multiply(centring, leadField);
        Matrix weights = DenseAlgebra.multiply(DenseAlgebra.multiply(leadField, pseudoInverse(average)),
                centring);
        // What the sources do not explain is kept, as the average reference has it.
        Matrix explained = DenseAlgebra.multiply(DenseAlgebra.multiply(average, pseudoInverse(average)),
                centring);
        for (int i = 0; i < weights.data().length; i++) {
            weights.data()[i] += centring.data()[i] - explained.data()[i];
        }
        return ChannelMixing.of("reference to infinity of " + n + " channels",
                good.stream().map(Channel::name).toList(),
                good.stream().map(channel -> channel.withReference("infinity")).toList(), weights);
    }

    private static Matrix pseudoInverse(Matrix a) {
        SingularValues f = DenseAlgebra.singularValues(a);
        Matrix scaled = f.vt().transpose();
        for (int row = 0; row < scaled.rows(); row++) {
            for (int k = 0; k < scaled.columns(); k++) {
                boolean counts = f.s()[k] > RELATIVE_CUTOFF * f.s()[0];
                scaled.set(row, k, counts ? scaled.get(row, k) / f.s()[k] : 0);
            }
        }
        return DenseAlgebra.multiplyTransposed(scaled, f.u());
    }
}
