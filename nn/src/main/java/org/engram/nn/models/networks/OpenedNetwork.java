package org.engram.nn.models.networks;

import org.engram.nn.checkpoints.LoadReport;
import org.engram.nn.layers.Layer;

/**
 * A network that holds official weights.
 *
 * @param network initialized; its arrays are closed with this
 * @param report what became of every tensor of the file
 */
public record OpenedNetwork(Layer network, LoadReport report) implements AutoCloseable {
    /** Closes the arrays of the network. */
    @Override
    public void close() {
        network.clear();
    }
}
