package org.engram.decoders.anatomy.synthseg;

import java.util.List;
import org.engram.nn.convolutional.UNet;
import org.engram.nn.convolutional.UNetConfiguration;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworkProvider;

/** The released networks of SynthSeg, SynthSR and recon-all-clinical. */
public final class PublishedSynthSeg implements PublishedNetworkProvider {
    @Override
    public List<PublishedNetwork> networks() {
        return List.of(network("synthseg-1.0", "synthseg_1.0.h5", 32),
                network("synthseg-2.0", "synthseg_2.0.h5", 33),
                network("synthsr", "synthsr_v20_230130.h5", 1),
                network("synthsurf", "synthsurf_v10_230420.h5", 9));
    }

    private static PublishedNetwork network(String model, String file, int outputs) {
        return PublishedNetwork.of(model, file, UNetConfiguration.synthSeg(1, outputs), UNet::new)
                .keyMaps("synthseg").define();
    }
}
