package org.engram.preprocessing.electrophysiology.interpolation;

import java.util.Arrays;
import java.util.List;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Unit;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;

/**
 * The current source density: minus the surface Laplacian of the potential's spherical spline. It does not depend on the
 * reference and sharpens what lies close below the electrodes.
 *
 * <h2>References</h2> Perrin and others, 1989; J. Kayser, C. E. Tenke, Clin. Neurophysiol. 117, 2006.
 *
 * @param spline the spline
 * @param smoothing added to the diagonal, 0 up to 1
 */
public record CurrentSourceDensity(SphericalSpline spline, double smoothing) {
    /** Stiffness 4, 50 terms, smoothing 1e-5. */
    public static final CurrentSourceDensity DEFAULT = new CurrentSourceDensity(SphericalSpline.DEFAULT,
            1e-5);

    /** Checks the smoothing. */
    public CurrentSourceDensity {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("smoothing is " + smoothing + ": give 0 up to 1");
        }
    }

    /**
     * @param channels channels of a recording or epochs; every EEG channel good and with a position
     * @param sphere the sphere the scalp is taken for
     * @return what replaces the EEG channels by their densities in V/m^2. Its rank is one less than the channels
     */
    public ChannelMixing of(List<Channel> channels, HeadSphere sphere) {
        List<Channel> eeg = channels.stream().filter(channel -> channel.type() == ChannelType.EEG).toList();
        if (eeg.isEmpty()) {
            throw new EngramException("there is no EEG channel to compute a current source density of");
        }
        for (Channel channel : eeg) {
            if (channel.bad()) {
                throw new EngramException("channel " + channel.name()
                        + " is bad: interpolate or remove it first, as it would spoil all others");
            }
            if (channel.unit() == Unit.VOLT_PER_SQUARE_METRE) {
                throw new EngramException("channel " + channel.name()
                        + " is a current source density already: it cannot be computed twice");
            }
        }
        List<Channel> outputs = eeg.stream()
                .map(channel -> channel.withType(ChannelType.EEG, Unit.VOLT_PER_SQUARE_METRE)).toList();
        return ChannelMixing.of("current source density of " + eeg.size() + " channels",
                eeg.stream().map(Channel::name).toList(), outputs,
                weights(Electrodes.directions(eeg, sphere), sphere.radius()));
    }

    private Matrix weights(double[][] directions, double radius) {
        int n = directions.length;
        Matrix cosines = SphericalSpline.cosines(directions, directions);
        Matrix g = Matrix.zeros(n, n);
        Matrix h = Matrix.zeros(n, n);
        Matrix centring = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                g.set(i, j, spline.potential(cosines.get(i, j)) + (i == j ? smoothing : 0));
                h.set(i, j, spline.density(cosines.get(i, j)));
                centring.set(i, j, (i == j ? 1 : 0) - 1.0 / n);
            }
        }
        Matrix ones = Matrix.zeros(n, 1);
        Arrays.fill(ones.data(), 1);
        // Coefficients c = G^-1 (z - c0), with c0 such that they sum to 0.
        Matrix sums = inverseTimes(g, ones);
        Matrix coefficients = inverseTimes(g, centring);
        double total = Arrays.stream(sums.data()).sum();
        for (int j = 0; j < n; j++) {
            double constant = Arrays.stream(coefficients.column(j)).sum() / total;
            for (int i = 0; i < n; i++) {
                coefficients.set(i, j, coefficients.get(i, j) - sums.data()[i] * constant);
            }
        }
        Matrix weights = DenseAlgebra.multiply(h, coefficients);
        for (int i = 0; i < weights.data().length; i++) {
            weights.data()[i] /= radius * radius;
        }
        return weights;
    }

    private static Matrix inverseTimes(Matrix g, Matrix b) {
        try {
            return DenseAlgebra.solvePositiveDefinite(g, b);
        } catch (EngramException e) {
            throw new EngramException(
                    "two electrodes lie in the same direction from the centre of the head: give each"
                            + " its own place, or smooth more",
                    e);
        }
    }
}
