package org.engram.preprocessing.electrophysiology.interpolation;

import java.util.List;
import org.engram.compute.linalg.Cholesky;
import org.engram.compute.linalg.Matrix;
import org.engram.io.recording.Channel;

/**
 * Interpolates any few of a set of electrodes from the others at the cost of a system as small as those few: with M the
 * inverse of the spline's system of all electrodes, the weights of electrodes B are -M(B, B)^-1 M(B, others). The same
 * weights {@link SphericalSpline#weights} gives (S. Rippa, Adv. Comput. Math. 11, 1999, for one electrode).
 */
public final class LeftOutElectrodes {
    private final Matrix inverse;
    private final int count;

    private LeftOutElectrodes(Matrix inverse, int count) {
        this.inverse = inverse;
        this.count = count;
    }

    /**
     * @param channels EEG channels with positions
     * @param sphere the sphere the scalp is taken for
     * @return what interpolates any of them
     */
    public static LeftOutElectrodes of(List<Channel> channels, HeadSphere sphere) {
        Matrix system = SphericalSpline.DEFAULT.system(Electrodes.directions(channels, sphere),
                ChannelInterpolation.SMOOTHING);
        return new LeftOutElectrodes(SphericalSpline.pseudoInverse(system), channels.size());
    }

    /**
     * @param out places of the electrodes to compute; at least four others must be left
     * @return {@code out.length} x all channels; 0 in the columns of those left out
     */
    public Matrix weights(int... out) {
        if (count - out.length < 4) {
            throw new IllegalArgumentException(out.length + " of " + count
                    + " electrodes cannot be interpolated: at least 4 must be left");
        }
        Matrix among = Matrix.zeros(out.length, out.length);
        Matrix toAll = Matrix.zeros(out.length, count);
        for (int i = 0; i < out.length; i++) {
            for (int j = 0; j < out.length; j++) {
                among.set(i, j, inverse.get(out[i], out[j]));
            }
            for (int j = 0; j < count; j++) {
                toAll.set(i, j, -inverse.get(out[i], j));
            }
            for (int j : out) {
                toAll.set(i, j, 0);
            }
        }
        return Cholesky.of(among).solve(toAll);
    }
}
