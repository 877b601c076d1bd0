package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** Spiking neurons, differentiable by a smooth stand-in for the step at the threshold. */
public final class Spikes {
    private Spikes() {}

    /** The derivative that stands in for that of the step, of the distance x to threshold and a steepness k. */
    public enum Surrogate {
        /** 1 / (1 + |k x|)^2 (Zenke and Ganguli 2018). */
        FAST_SIGMOID,
        /** k / 2 / (1 + (pi k x / 2)^2) (Fang et al. 2021). */
        ARCTANGENT,
        /** k max(0, 1 - |k x|) (Bellec et al. 2018). */
        TRIANGLE,
        /** 1 (Bengio et al. 2013). */
        STRAIGHT_THROUGH
    }

    /** What a spike does to the potential. */
    public enum Reset {
        /** Puts it at rest. */
        TO_REST,
        /** Takes the threshold off. */
        SUBTRACT_THRESHOLD,
        /** Nothing. */
        NONE
    }

    /**
     * How a layer of neurons fires and recovers.
     *
     * @param reset what a spike does to the potential
     * @param surrogate the derivative of a spike
     * @param steepness of the surrogate, and of the chance of a spike where that is random
     * @param rest potential without input
     * @param refractorySteps for which the potential stands still after a spike
     * @param gradientThroughReset whether the gradient sees the reset
     * @param stochastic whether a neuron fires with probability sigmoid(k x) rather than where x is above 0
     */
    public record Firing(Reset reset, Surrogate surrogate, double steepness, double rest, int refractorySteps,
            boolean gradientThroughReset, boolean stochastic) {}

    /**
     * @param x potential less threshold, of any shape
     * @param surrogate its derivative
     * @param steepness of the surrogate
     * @return 1 where x is above 0, else 0
     */
    public static NDArray spike(NDArray x, Surrogate surrogate, double steepness) {
        return TorchScript.callForOne("spike", List.of(x), surrogate.ordinal(), steepness);
    }

    /**
     * Leaky integration over all time steps: v moves by leak (rest - v + current), and a neuron fires where v is
     * above threshold. The gradient runs back through every step.
     *
     * @param current (batch, time, neuron), in the unit of the potential (resistance times current)
     * @param leak time step / time constant, broadcast against (batch, neuron)
     * @param threshold broadcast against (batch, neuron)
     * @param potential (batch, neuron) before the first step
     * @param firing how it fires
     * @return spikes (batch, time, neuron), potentials before the reset (batch, time, neuron), and the last potential
     * (batch, neuron)
     */
    public static NDList leakyIntegrateAndFire(NDArray current, NDArray leak, NDArray threshold,
            NDArray potential, Firing firing) {
        return TorchScript.call("leaky_integrate_and_fire", List.of(current, leak, threshold, potential),
                firing.reset().ordinal(), firing.surrogate().ordinal(), firing.steepness(), firing.rest(),
                firing.refractorySteps(), firing.gradientThroughReset() ? 1 : 0, firing.stochastic() ? 1 : 0);
    }
}
