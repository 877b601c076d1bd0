package org.engram.nn.training;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.engram.nn.operators.Optimizations;

/**
 * Adam, and AdamW when the weight decay is decoupled from the gradient; as {@code torch.optim.Adam} and {@code AdamW}.
 *
 * <h2>References</h2> D. P. Kingma, J. Ba, ICLR 2015; I. Loshchilov, F. Hutter, "Decoupled weight decay regularization",
 * ICLR 2019.
 *
 * @param beta1 share of the past in the mean of the gradient
 * @param beta2 share of the past in the mean of its square
 * @param epsilon added to the root of the mean square
 * @param weightDecay per unit of learning rate if decoupled, else added to the gradient
 * @param decoupled whether the decay is AdamW's
 */
public record Adam(double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled)
        implements
            UpdateRule {
    private static final List<String> SLOTS = List.of("exp_avg", "exp_avg_sq");

    /** Checks the ranges. */
    public Adam {
        Ranges.share("beta 1", beta1);
        Ranges.share("beta 2", beta2);
        Ranges.notNegative("epsilon", epsilon);
        Ranges.notNegative("weight decay", weightDecay);
    }

    /** @return Adam with betas 0.9 and 0.999, epsilon 1e-8 and no weight decay */
    public static Adam plain() {
        return new Adam(0.9, 0.999, 1e-8, 0, false);
    }

    /** @param weightDecay decoupled @return AdamW with betas 0.9 and 0.999 and epsilon 1e-8 */
    public static Adam decoupled(double weightDecay) {
        return new Adam(0.9, 0.999, 1e-8, weightDecay, true);
    }

    /** @param first beta 1 @param second beta 2 @return a copy with these */
    public Adam withBetas(double first, double second) {
        return new Adam(first, second, epsilon, weightDecay, decoupled);
    }

    /** @param value epsilon @return a copy with it */
    public Adam withEpsilon(double value) {
        return new Adam(beta1, beta2, value, weightDecay, decoupled);
    }

    @Override
    public List<String> slots() {
        return SLOTS;
    }

    @Override
    public double momentum() {
        return beta1;
    }

    @Override
    public void update(List<NDArray> parameters, List<NDArray> gradients, List<List<NDArray>> slots,
            Step step) {
        Optimizations.adam(parameters, gradients, slots.get(0), slots.get(1),
                new double[] {step.learningRate(), step.momentum(), step.number()}, beta2, epsilon,
                step.weightDecay(), decoupled ? 1 : 0);
    }
}
