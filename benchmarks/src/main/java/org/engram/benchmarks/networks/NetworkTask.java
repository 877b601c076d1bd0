package org.engram.benchmarks.networks;

import ai.djl.ndarray.NDArray;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;

/**
 * A network, how it is run on its input, and the loss of its result.
 *
 * @param network filled
 * @param forward runs it
 * @param loss of a result
 */
record NetworkTask(Layer network, Function<Pass, NDArray> forward, UnaryOperator<NDArray> loss) {}
