package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;

/**
 * Sines and cosines of a number at random frequencies that stay as they were drawn (Tancik et al. 2020; Song et al.
 * 2021). Buffer: {@code weight} (features / 2).
 */
public final class GaussianFourierEmbedding extends SimpleLayer {
    private final Parameter weight;
    private final boolean cosinesFirst;

    /**
     * @param features of the result, an even number
     * @param deviation of the frequencies, in turns per unit
     * @param cosinesFirst whether cosines stand before sines
     */
    public GaussianFourierEmbedding(int features, double deviation, boolean cosinesFirst) {
        if (features < 2 || features % 2 != 0) {
            throw new IllegalArgumentException(
                    features + " features are not sines and cosines: give an even number");
        }
        weight = buffer("weight", Initialization.normal(deviation), features / 2);
        this.cosinesFirst = cosinesFirst;
    }

    /** @param input (...) @return (..., feature) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray phases = input.expandDims(-1).mul(pass.value(weight)).mul(2 * Math.PI);
        return cosinesFirst ? phases.cos().concat(phases.sin(), -1) : phases.sin().concat(phases.cos(), -1);
    }
}
