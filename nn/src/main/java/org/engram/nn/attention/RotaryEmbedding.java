package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;

/**
 * Rotary positions (Su et al. 2021, "RoFormer"): pairs of features are turned by position times frequency, so that the
 * product of a query and a key depends on their distance only. Positions are any numbers: places in a sequence, or
 * times in seconds (Azabou et al. 2023, "POYO").
 *
 * <p>The frequencies are a buffer where a checkpoint holds them ({@code inv_freq}, {@code omega}), and are not learnt.
 *
 * <p>Input: positions (token) or (batch, token). Outputs: cosines and sines, (batch or 1, 1, token, frequency).
 */
public final class RotaryEmbedding extends Layer {
    /** Which features an angle turns. */
    public enum Pairing {
        /** Features 2i and 2i + 1 (RoFormer, POYO, DALL-E 2). */
        NEIGHBOURS,
        /** Features i and i + half (GPT-NeoX, LLaMA, BaRISTA). */
        HALVES
    }

    private final double[] frequencies;
    private final Pairing pairing;
    private final Parameter buffer;

    /**
     * @param frequencies radians per unit of position, one for each pair of features; fewer than half of the features
     * leave the further ones as they are
     * @param pairing which features an angle turns
     */
    public RotaryEmbedding(double[] frequencies, Pairing pairing) {
        this(frequencies, pairing, null);
    }

    /**
     * @param frequencies radians per unit of position, one for each pair of features
     * @param pairing which features an angle turns
     * @param bufferName the name under which a checkpoint holds them, or null
     */
    public RotaryEmbedding(double[] frequencies, Pairing pairing, String bufferName) {
        this.frequencies = frequencies.clone();
        this.pairing = pairing;
        buffer = bufferName == null
                ? null
                : buffer(bufferName, (stream, index) -> frequencies[(int) index], frequencies.length);
    }

    /**
     * @param features that are turned, an even number
     * @param base the slowest pair turns about {@code base} times more slowly than the first; 10000 by custom
     * @return base^(-2i / features) for each pair i
     */
    public static double[] ofBase(int features, double base) {
        double[] frequencies = new double[features / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = Math.pow(base, -2.0 * i / features);
        }
        return frequencies;
    }

    /**
     * @param shortest period, in the unit of the positions
     * @param longest period
     * @param turned how many pairs of features turn
     * @param pairs how many there are; the others stay as they are (frequency 0)
     * @return frequencies of periods that grow geometrically from the shortest to the longest
     */
    public static double[] ofPeriods(double shortest, double longest, int turned, int pairs) {
        double[] frequencies = new double[pairs];
        for (int i = 0; i < turned; i++) {
            double share = turned == 1 ? 0 : (double) i / (turned - 1);
            frequencies[i] = 2 * Math.PI / (shortest * Math.pow(longest / shortest, share));
        }
        return frequencies;
    }

    /**
     * @param pass the run it belongs to
     * @param positions (token) or (batch, token)
     * @return the rotation to these positions, computed in float32 at least
     */
    public Rotation at(Pass pass, NDArray positions) {
        NDList angles = apply(pass, new NDList(positions));
        return new Rotation(angles.get(0), angles.get(1), pairing);
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray positions = inputs.get(0);
        int axes = positions.getShape().dimension();
        if (axes != 1 && axes != 2) {
            throw new ShapeException("positions have shape " + positions.getShape()
                    + ": give (token) or (batch, token)");
        }
        DataType type = positions.getDataType() == DataType.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
        NDArray rates = buffer == null
                ? constant("frequencies", positions, manager -> manager.create(frequencies))
                : pass.value(buffer);
        NDArray places = positions.toType(type, false).expandDims(-1);
        NDArray angles = places.mul(rates.toType(type, false));
        angles = axes == 1 ? angles.expandDims(0) : angles;
        angles = angles.expandDims(1); // (batch or 1, 1, token, frequency)
        return new NDList(angles.cos(), angles.sin());
    }
}
