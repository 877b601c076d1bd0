package org.engram.decoders.foundation.barista;

import java.util.List;
import org.engram.decoders.foundation.barista.BaristaConfiguration.Place;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworkProvider;

/** The three released BaRISTA encoders, which differ in how places are told. */
public final class PublishedBarista implements PublishedNetworkProvider {
    @Override
    public List<PublishedNetwork> networks() {
        return List.of(encoder("barista-parcels", "parcels_chans.ckpt", Place.PARCEL),
                encoder("barista-channels", "chans_chans.ckpt", Place.COORDINATES),
                encoder("barista-lobes", "lobes_chans.ckpt", Place.LOBE));
    }

    private static PublishedNetwork encoder(String model, String file, Place place) {
        return PublishedNetwork.of(model, file, BaristaConfiguration.of(place), BaristaNetwork::new).define();
    }
}
