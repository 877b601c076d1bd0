package org.engram.nn.training;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.engram.nn.operators.Optimizations;

/**
 * Adam whose step of each parameter has the length of the parameter times the learning rate, for large batches. A
 * parameter, or a step, of length 0 takes Adam's own step.
 *
 * <h2>References</h2> Y. You et al., "Large batch optimization for deep learning: training BERT in 76 minutes", ICLR
 * 2020, algorithm 2. Some published code leaves out the bias correction and caps the parameter's norm at 10: both are
 * options here.
 *
 * @param beta1 share of the past in the mean of the gradient
 * @param beta2 share of the past in the mean of its square
 * @param epsilon added to the root of the mean square
 * @param weightDecay decoupled
 * @param biasCorrected whether the means are corrected for their start at zero
 * @param greatestNorm of a parameter that counts; infinity for no limit
 */
public record Lamb(double beta1, double beta2, double epsilon, double weightDecay, boolean biasCorrected,
        double greatestNorm) implements UpdateRule {
    private static final List<String> SLOTS = List.of("exp_avg", "exp_avg_sq");

    /** Checks the ranges. */
    public Lamb {
        Ranges.share("beta 1", beta1);
        Ranges.share("beta 2", beta2);
        Ranges.notNegative("epsilon", epsilon);
        Ranges.notNegative("weight decay", weightDecay);
        Ranges.positive("greatest norm", greatestNorm);
    }

    /** @param weightDecay decoupled @return with betas 0.9 and 0.999, epsilon 1e-6, bias correction, no norm limit */
    public static Lamb of(double weightDecay) {
        return new Lamb(0.9, 0.999, 1e-6, weightDecay, true, Double.POSITIVE_INFINITY);
    }

    /** @param first beta 1 @param second beta 2 @return a copy with these */
    public Lamb withBetas(double first, double second) {
        return new Lamb(first, second, epsilon, weightDecay, biasCorrected, greatestNorm);
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
        double first = biasCorrected ? 1 - Math.pow(step.momentum(), step.number()) : 1;
        double second = biasCorrected ? Math.sqrt(1 - Math.pow(beta2, step.number())) : 1;
        Optimizations.lamb(parameters, gradients, slots.get(0), slots.get(1),
                new double[] {step.learningRate(), step.momentum(), second, first}, beta2, epsilon,
                step.weightDecay(), greatestNorm);
    }
}
