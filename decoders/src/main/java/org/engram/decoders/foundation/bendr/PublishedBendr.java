package org.engram.decoders.foundation.bendr;

import java.util.List;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworkProvider;

/** The released BENDR: encoder and contextualizer. */
public final class PublishedBendr implements PublishedNetworkProvider {
    @Override
    public List<PublishedNetwork> networks() {
        return List.of(
                PublishedNetwork.of("bendr", "encoder.pt", BendrConfiguration.published(), BendrEncoder::new)
                        .part("encoder").define(),
                PublishedNetwork.of("bendr", "contextualizer.pt", BendrConfiguration.published(),
                        BendrContextualizer::new).part("contextualizer").define());
    }
}
