package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import org.engram.nn.engine.Pass;

/** Sinusoids of a number, such as the timestep of a diffusion. No parameters. */
public final class SinusoidalEmbedding extends SimpleLayer {
    private final Sinusoids sinusoids;

    /** @param sinusoids of each number */
    public SinusoidalEmbedding(Sinusoids sinusoids) {
        this.sinusoids = sinusoids;
    }

    /** @param input (...) of any numeric type @return (..., feature), float32 */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        return sinusoids.of(input);
    }
}
