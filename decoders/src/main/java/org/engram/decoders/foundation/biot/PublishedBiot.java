package org.engram.decoders.foundation.biot;

import java.util.List;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworkProvider;

/** The three released BIOT encoders. */
public final class PublishedBiot implements PublishedNetworkProvider {
    @Override
    public List<PublishedNetwork> networks() {
        return List.of(encoder("biot-prest-16", "EEG-PREST-16-channels.ckpt", 16),
                encoder("biot-shhs-prest-18", "EEG-SHHS+PREST-18-channels.ckpt", 18),
                encoder("biot-six-datasets-18", "EEG-six-datasets-18-channels.ckpt", 18));
    }

    private static PublishedNetwork encoder(String model, String file, int channels) {
        return PublishedNetwork.of(model, file, BiotConfiguration.published(channels), BiotEncoder::new)
                .keyMaps("biot").define();
    }
}
