package org.engram.decoders.anatomy.brainid;

import java.util.List;
import org.engram.nn.convolutional.UNet;
import org.engram.nn.convolutional.UNetConfiguration;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworkProvider;

/** The released backbone of Brain-ID with the head it was trained with. */
public final class PublishedBrainId implements PublishedNetworkProvider {
    @Override
    public List<PublishedNetwork> networks() {
        return List.of(PublishedNetwork
                .of("brain-id", "brain_id_pretrained.pth", UNetConfiguration.brainId(1), UNet::new)
                .keyMaps("brain-id").define());
    }
}
