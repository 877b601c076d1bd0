package org.engram.decoders.supervised;

import java.util.Map;
import org.engram.decoders.architectures.NetworkDesign;
import org.engram.nn.checkpoints.networks.Architecture;
import org.engram.nn.checkpoints.networks.ConfigurationRecord;
import org.engram.nn.layers.Layer;

/**
 * Any {@link NetworkDesign} with what belongs to it once it is trained. The weights keep the names of the network itself,
 * so that its checkpoint can be read by whoever knows the network.
 */
public final class StandardizedNetwork implements Architecture<DecoderConfiguration> {
    @Override
    public String name() {
        return "decoder";
    }

    @Override
    public Class<DecoderConfiguration> configuration() {
        return DecoderConfiguration.class;
    }

    @Override
    public Layer build(DecoderConfiguration configuration) {
        return build(NetworkDesign.named(configuration.network()), configuration.sizes());
    }

    private static <C extends Record> Layer build(NetworkDesign<C> design, Map<String, Object> sizes) {
        return design.build(ConfigurationRecord.fromMap(design.configuration(), sizes));
    }
}
