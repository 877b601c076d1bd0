package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.layers.Sinusoids;
import org.engram.nn.operators.Activations;

/** Two linear layers with SiLU between them. Parameters: {@code linear_1}, {@code linear_2}. */
public final class TimeEmbedding extends SimpleLayer {
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

    /** @param features of each time step, or of each number a network adds to it @return cosines, then sines */
    static Sinusoids sinusoids(int features) {
        return Sinusoids.of(features, Sinusoids.Order.COSINES_FIRST);
    }

    /**
     * The vector that Stable Diffusion XL adds to the time.
     *
     * @param pooledText (batch, 1280)
     * @param sizes original height and width, crop top and left, target height and width, in pixels (batch, 6)
     * @return (batch, 2816)
     */
    public static NDArray textAndSizes(NDArray pooledText, NDArray sizes) {
        return pooledText.concat(sinusoids(256).of(sizes, pooledText.getDataType()).flatten(1, 2), 1);
    }
}
