package org.engram.decoders.architectures;

import org.engram.decoders.networks.EegNet;
import org.engram.nn.layers.Layer;

/** {@link EegNet} by name. */
public final class EegNetDesign extends EpochDesign<EegNet.Configuration> {
    @Override
    public String name() {
        return "eegnet";
    }

    @Override
    public String description() {
        return "EEGNet: temporal, spatial and separable filters, a few thousand parameters (Lawhern 2018)";
    }

    @Override
    public Class<EegNet.Configuration> configuration() {
        return EegNet.Configuration.class;
    }

    @Override
    public EegNet.Configuration sized(int[] input, int outputs) {
        return EegNet.Configuration.of(input[0], input[1], outputs);
    }

    @Override
    public Layer build(EegNet.Configuration configuration) {
        return new EegNet(configuration);
    }
}
