package org.engram.nn.layers;

import org.engram.compute.random.RandomStream;

/**
 * How a parameter starts. The value of an element depends on the seed, the parameter's path and the element's place
 * only: not on the device, on the number of threads or on what else the network holds.
 */
@FunctionalInterface
public interface Initialization {
    /** All zeros. */
    Initialization ZEROS = constant(0);
    /** All ones. */
    Initialization ONES = constant(1);

    /**
     * @param stream the random numbers of this parameter
     * @param index of the element, row-major
     * @return the element's first value
     */
    double at(RandomStream stream, long index);

    /** @return the same value everywhere */
    static Initialization constant(double value) {
        return (stream, index) -> value;
    }

    /** @return uniform between -bound and bound */
    static Initialization uniform(double bound) {
        return (stream, index) -> (2 * stream.uniform(index) - 1) * bound;
    }

    /** @return normal with mean 0 */
    static Initialization normal(double standardDeviation) {
        return (stream, index) -> stream.normal(index) * standardDeviation;
    }

    /**
     * Normal with mean 0, redrawn until within two standard deviations: how most transformers here start.
     *
     * @param standardDeviation of the normal before it is cut
     * @return the initialization
     */
    static Initialization truncatedNormal(double standardDeviation) {
        return (stream, index) -> {
            // Each element draws from a stream of its own, so that a redraw moves no other element.
            RandomStream own = stream.derive(index);
            double value = own.normal(0);
            for (long draw = 1; Math.abs(value) > 2; draw++) {
                value = own.normal(draw);
            }
            return value * standardDeviation;
        };
    }

    /**
     * PyTorch's own start of linear and convolution weights and biases: uniform within 1 / sqrt(fan in).
     *
     * @param fanIn inputs one output is computed from
     * @return the initialization
     */
    static Initialization fanIn(long fanIn) {
        return uniform(1 / Math.sqrt(fanIn));
    }

    /**
     * Glorot and Bengio (2010): uniform within sqrt(6 / (fan in + fan out)).
     *
     * @param fanIn inputs one output is computed from
     * @param fanOut outputs one input reaches
     * @return the initialization
     */
    static Initialization glorotUniform(long fanIn, long fanOut) {
        return uniform(Math.sqrt(6.0 / (fanIn + fanOut)));
    }

    /**
     * He et al. (2015): normal with variance 2 / fan in, for layers followed by a rectifier.
     *
     * @param fanIn inputs one output is computed from
     * @return the initialization
     */
    static Initialization heNormal(long fanIn) {
        return normal(Math.sqrt(2.0 / fanIn));
    }
}
