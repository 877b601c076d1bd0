package org.engram.nn.training;

import ai.djl.ndarray.NDArray;
import org.engram.nn.data.Batch;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;

/**
 * What a network is trained for.
 *
 * @param <L> the network; any number of inputs and outputs
 */
@FunctionalInterface
public interface TrainingTask<L extends Layer> {
    /**
     * @param pass the run it belongs to; in validation it records no gradient and {@link Pass#training} is false
     * @param network the network
     * @param batch the samples; further numbers to log go to {@link Batch#measure}
     * @return the loss, one number: the mean over the samples of the batch
     */
    NDArray loss(Pass pass, L network, Batch batch);
}
