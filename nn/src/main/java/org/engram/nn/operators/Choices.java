package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Random choices that gradients pass through. */
public final class Choices {
    private Choices() {}

    /**
     * A draw from a categorical distribution, relaxed (Jang et al. 2017; Maddison et al. 2017): softmax((logits +
     * Gumbel noise) / temperature).
     *
     * @param logits (..., category)
     * @param temperature above 0; the lower, the nearer to one category
     * @param hard whether to give the likeliest category as 0 and 1, with the gradient of the relaxed draw
     * @return (..., category), summing to 1; random by the seed of the pass
     */
    public static NDArray gumbelSoftmax(NDArray logits, double temperature, boolean hard) {
        try (NDArray noise = TorchScript.callForOne("gumbel_noise", List.of(logits))) {
            return relaxed(logits, noise, temperature, hard);
        }
    }

    /**
     * The same without noise: the softmax, or its largest as 0 and 1.
     *
     * @param logits (..., category)
     * @param temperature above 0
     * @param hard as in {@link #gumbelSoftmax}
     * @return (..., category)
     */
    public static NDArray softmax(NDArray logits, double temperature, boolean hard) {
        try (NDArray none = logits.zerosLike()) {
            return relaxed(logits, none, temperature, hard);
        }
    }

    /**
     * A mixture that hardens as training goes on: softness softmax(logits) + (1 - softness) (its largest as 0 and 1).
     * The gradient is that of the first term, so it fades with it.
     *
     * @param logits (..., category)
     * @param softness from 1, the softmax, to 0, one category
     * @return (..., category), summing to 1
     */
    public static NDArray annealed(NDArray logits, double softness) {
        if (!(softness >= 0 && softness <= 1)) {
            throw new IllegalArgumentException("the softness is " + softness + ": it is from 0 to 1");
        }
        NDArray soft = logits.softmax(-1);
        NDArray hard = softmax(logits.stopGradient(), 1, true);
        return soft.mul(softness).add(hard.mul(1 - softness));
    }

    static NDArray relaxed(NDArray logits, NDArray noise, double temperature, boolean hard) {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("the temperature is " + temperature + ": it must be above 0");
        }
        return TorchScript.callForOne("gumbel_softmax", List.of(logits, noise), temperature, hard ? 1 : 0);
    }
}
