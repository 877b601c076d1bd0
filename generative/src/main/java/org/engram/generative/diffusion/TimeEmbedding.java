package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.operators.Activations;

/** Two linear layers with SiLU between them. Parameters: {@code linear_1}, {@code linear_2}. */
public final class TimeEmbedding extends SimpleLayer {
    private static final double LONGEST_PERIOD = 10000;

    private final Linear first;
    private final Linear second;

    /** @param inputs features in @param width features out */
    public TimeEmbedding(int inputs, int width) {
        first = child("linear_1", new Linear(inputs, width));
        second = child("linear_2", new Linear(width, width));
    }

    /** @param input (batch, inputs) @return (batch, width) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return second.apply(pass, Activations.silu(first.apply(pass, input)));
    }

    /**
     * Cosines, then sines, of the time step at geometrically falling frequencies.
     *
     * @param steps time steps of any type and shape
     * @param width how many numbers each becomes; even
     * @param type of the result
     * @return (..., width)
     */
    public static NDArray sinusoids(NDArray steps, int width, DataType type) {
        int half = width / 2;
        double[] frequencies = new double[half];
        for (int i = 0; i < half; i++) {
            frequencies[i] = Math.exp(-Math.log(LONGEST_PERIOD) * i / half);
        }
        // In float64: a step of 1000 in float32 leaves an angle right to 1e-4 only.
        NDArray angles = steps.toType(DataType.FLOAT64, false).expandDims(-1)
                .mul(steps.getManager().create(frequencies));
        return angles.cos().concat(angles.sin(), -1).toType(type, false);
    }

    /**
     * The vector that Stable Diffusion XL adds to the time.
     *
     * @param pooledText (batch, 1280)
     * @param sizes original height and width, crop top and left, target height and width, in pixels (batch, 6)
     * @return (batch, 2816)
     */
    public static NDArray textAndSizes(NDArray pooledText, NDArray sizes) {
        return pooledText.concat(sinusoids(sizes, 256, pooledText.getDataType()).flatten(1, 2), 1);
    }
}
