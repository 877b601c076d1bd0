package org.engram.nn.training;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * How a step of an optimizer changes parameters by their gradients. Immutable: what it remembers between steps (its
 * slots) is held by the {@link Optimizer}.
 */
public interface UpdateRule {
    /** @return names of the arrays it keeps for each parameter, of the parameter's shape, zero at the start */
    List<String> slots();

    /** @return the weight decay of parameters that no {@link ParameterRule} treats otherwise */
    double weightDecay();

    /** @return its momentum (beta 1 of Adam), which a schedule may replace */
    double momentum();

    /**
     * One step, in place, with no gradient recorded.
     *
     * @param parameters at least one
     * @param gradients of the parameters, in their order
     * @param slots for each name of {@link #slots()} the arrays of the parameters
     * @param step what differs from step to step
     */
    void update(List<NDArray> parameters, List<NDArray> gradients, List<List<NDArray>> slots, Step step);

    /**
     * What differs from step to step and from group to group.
     *
     * @param number of the step, from 1
     * @param learningRate of this group in this step
     * @param momentum in this step
     * @param weightDecay of this group
     */
    record Step(long number, double learningRate, double momentum, double weightDecay) {}
}
