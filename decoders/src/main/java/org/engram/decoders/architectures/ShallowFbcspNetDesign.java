package org.engram.decoders.architectures;

import org.engram.decoders.networks.ShallowFbcspNet;
import org.engram.nn.layers.Layer;

/** {@link ShallowFbcspNet} by name. */
public final class ShallowFbcspNetDesign extends EpochDesign<ShallowFbcspNet.Configuration> {
    @Override
    public String name() {
        return "shallow-fbcsp-net";
    }

    @Override
    public String description() {
        return "ShallowFBCSPNet: filters, squares, averages and a logarithm, for band power (Schirrmeister 2017)";
    }

    @Override
    public Class<ShallowFbcspNet.Configuration> configuration() {
        return ShallowFbcspNet.Configuration.class;
    }

    @Override
    public ShallowFbcspNet.Configuration sized(int[] input, int outputs) {
        return ShallowFbcspNet.Configuration.of(input[0], input[1], outputs);
    }

    @Override
    public Layer build(ShallowFbcspNet.Configuration configuration) {
        return new ShallowFbcspNet(configuration);
    }
}
