package org.engram.nn.training;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.engram.nn.operators.Optimizations;

/**
 * Stochastic gradient descent, with momentum, as {@code torch.optim.SGD} without dampening.
 *
 * @param momentum share of the past velocity; 0 for none
 * @param nesterov whether the gradient is taken where the velocity leads
 * @param weightDecay times the parameter, added to the gradient
 */
public record Sgd(double momentum, boolean nesterov, double weightDecay) implements UpdateRule {
    /** Checks the ranges. */
    public Sgd {
        Ranges.share("momentum", momentum);
        Ranges.notNegative("weight decay", weightDecay);
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("Nesterov's variant needs a momentum above 0");
        }
    }

    /** @return without momentum and weight decay */
    public static Sgd plain() {
        return new Sgd(0, false, 0);
    }

    @Override
    public List<String> slots() {
        return momentum == 0 ? List.of() : List.of("momentum_buffer");
    }

    @Override
    public void update(List<NDArray> parameters, List<NDArray> gradients, List<List<NDArray>> slots,
            Step step) {
        if (slots.isEmpty()) {
            Optimizations.sgd(parameters, gradients, step.learningRate(), step.weightDecay());
        } else {
            Optimizations.sgd(parameters, gradients, slots.get(0),
                    new double[] {step.learningRate(), step.momentum()}, step.weightDecay(),
                    nesterov ? 1 : 0);
        }
    }
}
