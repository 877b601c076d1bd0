package org.engram.decoders.foundation.brainbert;

import java.util.List;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworkProvider;

/** The released BrainBERT for spectrograms. */
public final class PublishedBrainBert implements PublishedNetworkProvider {
    @Override
    public List<PublishedNetwork> networks() {
        return List.of(PublishedNetwork.of("brainbert", "stft_large_pretrained.pth",
                BrainBertConfiguration.published(), BrainBertNetwork::new).define());
    }
}
