package org.engram.nn.training;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.engram.nn.operators.Optimizations;

/**
 * Gradients divided by the root of their moving mean square, as {@code torch.optim.RMSprop} (not centred).
 *
 * <h2>References</h2> T. Tieleman, G. Hinton, Lecture 6.5, Neural Networks for Machine Learning, 2012.
 *
 * @param smoothing share of the past in the mean square
 * @param epsilon added to its root
 * @param momentum share of the past velocity; 0 for none
 * @param weightDecay times the parameter, added to the gradient
 */
public record RmsProp(double smoothing, double epsilon, double momentum, double weightDecay)
        implements
            UpdateRule {
    /** Checks the ranges. */
    public RmsProp {
        Ranges.share("smoothing", smoothing);
        Ranges.notNegative("epsilon", epsilon);
        Ranges.share("momentum", momentum);
        Ranges.notNegative("weight decay", weightDecay);
    }

    /** @return smoothing 0.99, epsilon 1e-8, no momentum, no weight decay */
    public static RmsProp plain() {
        return new RmsProp(0.99, 1e-8, 0, 0);
    }

    @Override
    public List<String> slots() {
        return momentum == 0 ? List.of("square_avg") : List.of("square_avg", "momentum_buffer");
    }

    @Override
    public void update(List<NDArray> parameters, List<NDArray> gradients, List<List<NDArray>> slots,
            Step step) {
        if (slots.size() == 1) {
            Optimizations.rmsProp(parameters, gradients, slots.get(0), step.learningRate(),
                    step.weightDecay(),
                    smoothing, epsilon);
        } else {
            Optimizations.rmsProp(parameters, gradients, slots.get(0), slots.get(1),
                    new double[] {step.learningRate(), step.momentum()}, step.weightDecay(), smoothing,
                    epsilon);
        }
    }
}
