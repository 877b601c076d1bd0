package org.engram.nn.models.networks;

import java.util.List;
import org.engram.nn.checkpoints.LoadReport;

/**
 * What came of loading a file into a network.
 *
 * @param network which
 * @param report what became of every tensor
 * @param loaded whether the file was read into the network; it is not when something does not match
 * @param broken paths of tensors that hold what is no number or infinite
 */
public record NetworkCheck(PublishedNetwork network, LoadReport report, boolean loaded, List<String> broken) {
    /** Copies the paths. */
    public NetworkCheck {
        broken = List.copyOf(broken);
    }

    /** @return whether the network can be used */
    public boolean good() {
        return loaded && broken.isEmpty();
    }
}
