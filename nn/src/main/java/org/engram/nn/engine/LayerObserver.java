package org.engram.nn.engine;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;

/**
 * Sees every layer of a network run, and may put other results in place of its own: for explanations, activation
 * patching and the inspection of hidden layers.
 *
 * <p>Layers report in the order in which they end, so a part reports before the whole it belongs to. The arrays belong
 * to the running network and may be closed as soon as the observer returns: what is to stay is taken with
 * {@link Pass#share} or {@link Pass#cut}.
 */
@FunctionalInterface
public interface LayerObserver {
    /**
     * @param layer that has just run
     * @param inputs what it was given
     * @param outputs what it computed
     * @return {@code outputs}, or what the network is to go on with instead (of the same shapes)
     */
    NDList ran(Block layer, NDList inputs, NDList outputs);
}
