package org.engram.nn.models.networks;

import java.util.List;

/** Says which official weights the networks of a package can hold. Found by {@link java.util.ServiceLoader}. */
public interface PublishedNetworkProvider {
    /** @return the networks, none of them built */
    List<PublishedNetwork> networks();
}
