package org.engram.generative.vdvae;

import java.util.List;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworkProvider;

/** The released network for ImageNet at 64 x 64 pixels. */
public final class PublishedVdvae implements PublishedNetworkProvider {
    @Override
    public List<PublishedNetwork> networks() {
        return List.of(PublishedNetwork.of("vdvae-imagenet64", "imagenet64-iter-1600000-model-ema.th",
                VdvaeConfiguration.imagenet64(), Vdvae::new).define());
    }
}
