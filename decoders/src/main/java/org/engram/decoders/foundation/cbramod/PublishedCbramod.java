package org.engram.decoders.foundation.cbramod;

import java.util.List;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworkProvider;

/** The released CBraMod. */
public final class PublishedCbramod implements PublishedNetworkProvider {
    @Override
    public List<PublishedNetwork> networks() {
        return List.of(PublishedNetwork.of("cbramod", "pretrained_weights.pth",
                CbramodConfiguration.published(), CbramodNetwork::new).define());
    }
}
