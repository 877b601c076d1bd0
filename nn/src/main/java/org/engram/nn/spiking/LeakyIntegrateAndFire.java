package org.engram.nn.spiking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.operators.Activations;
import org.engram.nn.operators.Spikes;
import org.engram.nn.operators.Spikes.Firing;
import org.engram.nn.operators.Spikes.Reset;
import org.engram.nn.operators.Spikes.Surrogate;

/**
 * Leaky integrate-and-fire units: v' = v + leak (rest - v + current), where leak is the time step over the time
 * constant; a unit fires where v' is above its threshold, and is reset. Gradients run back through all time steps.
 *
 * <p>With learnt leak and threshold, a refractory time and chance it is a "meta-neuron". Parameters if learnt: {@code
 * leak_logit}, of which leak is the logistic function (Fang et al. 2021), and {@code threshold}, of one value or one
 * for each unit.
 *
 * <p>Inputs: currents times resistance (batch, time, unit), and unless it starts from rest the potential (batch,
 * unit). Results: spikes (batch, time, unit) of 0 and 1, potentials before each reset (batch, time, unit), and the
 * last potential (batch, unit).
 */
public final class LeakyIntegrateAndFire extends Layer {
    private final Firing firing;
    private final double leak;
    private final double threshold;
    private final Parameter leakLogit;
    private final Parameter learntThreshold;

    private LeakyIntegrateAndFire(Builder options) {
        firing = new Firing(options.reset, options.surrogate, options.steepness, options.rest,
                options.refractorySteps, !options.detachedReset, options.stochastic);
        leak = options.leak;
        threshold = options.threshold;
        leakLogit = options.leaks == 0
                ? null
                : parameter("leak_logit", Initialization.constant(Math.log(leak / (1 - leak))),
                        options.leaks);
        learntThreshold = options.thresholds == 0
                ? null
                : parameter("threshold", Initialization.constant(threshold), options.thresholds);
    }

    /** @return its options */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray current = inputs.get(0);
        Shape shape = current.getShape();
        if (shape.dimension() != 3 || shape.get(1) < 1) {
            throw new ShapeException((path().isEmpty() ? "LeakyIntegrateAndFire" : path())
                    + " wants currents (batch, time, unit), but they have shape " + shape);
        }
        NDArray potential = inputs.size() > 1
                ? inputs.get(1)
                : current.getManager().full(new Shape(shape.get(0), shape.get(2)), (float) firing.rest(),
                        current.getDataType());
        NDArray leaks = leakLogit == null
                ? number("leak", leak, current)
                : Activations.sigmoid(pass.value(leakLogit));
        NDArray thresholds = learntThreshold == null
                ? number("threshold", threshold, current)
                : pass.value(learntThreshold);
        return Spikes.leakyIntegrateAndFire(current, leaks, thresholds, potential, firing);
    }

    private NDArray number(String name, double value, NDArray like) {
        return constant(name, like, manager -> manager.create(new float[] {(float) value}))
                .toType(like.getDataType(), false);
    }

    /**
     * Collects the options of {@link LeakyIntegrateAndFire}. Defaults: leak 0.5, threshold 1, rest 0, both fixed; a
     * spike puts the potential at rest; fast sigmoid of steepness 25 as the surrogate; no refractory time, no chance.
     */
    public static final class Builder {
        private double leak = 0.5;
        private double threshold = 1;
        private double rest;
        private long leaks;
        private long thresholds;
        private Reset reset = Reset.TO_REST;
        private Surrogate surrogate = Surrogate.FAST_SIGMOID;
        private double steepness = 25;
        private int refractorySteps;
        private boolean detachedReset;
        private boolean stochastic;

        private Builder() {}

        /** @param share time step over time constant, above 0 and below 1 @return this */
        public Builder leak(double share) {
            if (!(share > 0 && share < 1)) {
                throw new IllegalArgumentException("the leak is " + share
                        + ": time step over time constant is above 0 and below 1");
            }
            leak = share;
            return this;
        }

        /** @param potential above which a unit fires @return this */
        public Builder threshold(double potential) {
            threshold = potential;
            return this;
        }

        /** @param potential without input @return this */
        public Builder rest(double potential) {
            rest = potential;
            return this;
        }

        /** Learns the leak. @param units 1 for one leak, or how many units there are for one each @return this */
        public Builder learntLeak(long units) {
            leaks = units;
            return this;
        }

        /** Learns the threshold. @param units 1 for one threshold, or how many units there are @return this */
        public Builder learntThreshold(long units) {
            thresholds = units;
            return this;
        }

        /** @param effect of a spike on the potential @return this */
        public Builder reset(Reset effect) {
            reset = effect;
            return this;
        }

        /** @param derivative of a spike @param slope its steepness, above 0 @return this */
        public Builder surrogate(Surrogate derivative, double slope) {
            if (!(slope > 0)) {
                throw new IllegalArgumentException("the steepness is " + slope + ": it must be above 0");
            }
            surrogate = derivative;
            steepness = slope;
            return this;
        }

        /** @param steps after a spike in which the potential stands still @return this */
        public Builder refractory(int steps) {
            if (steps < 0) {
                throw new IllegalArgumentException("a refractory time of " + steps + " steps is none");
            }
            refractorySteps = steps;
            return this;
        }

        /** Hides the reset from the gradient. @return this */
        public Builder detachedReset() {
            detachedReset = true;
            return this;
        }

        /** Fires with probability sigmoid(steepness (potential - threshold)), by the seed of the pass. @return this */
        public Builder stochastic() {
            stochastic = true;
            return this;
        }

        /** @return the layer */
        public LeakyIntegrateAndFire build() {
            return new LeakyIntegrateAndFire(this);
        }
    }
}
