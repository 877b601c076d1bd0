package org.engram.decoders.anatomy.synthstrip;

import java.util.List;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworkProvider;

/** The released SynthStrip. */
public final class PublishedSynthStrip implements PublishedNetworkProvider {
    @Override
    public List<PublishedNetwork> networks() {
        return List
                .of(PublishedNetwork.of("synthstrip", "synthstrip.1.pt", SynthStripConfiguration.published(),
                        SynthStripNetwork::new).define());
    }
}
