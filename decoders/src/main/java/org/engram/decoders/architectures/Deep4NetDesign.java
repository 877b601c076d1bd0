package org.engram.decoders.architectures;

import java.util.List;
import org.engram.core.Notice;
import org.engram.decoders.networks.Deep4Net;
import org.engram.nn.layers.Layer;

/** {@link Deep4Net} by name. */
public final class Deep4NetDesign extends EpochDesign<Deep4Net.Configuration> {
    @Override
    public String name() {
        return "deep4";
    }

    @Override
    public String description() {
        return "Deep4Net: four blocks of filters and pools, for larger data sets (Schirrmeister 2017)";
    }

    @Override
    public Class<Deep4Net.Configuration> configuration() {
        return Deep4Net.Configuration.class;
    }

    @Override
    public Deep4Net.Configuration sized(int[] input, int outputs) {
        return Deep4Net.Configuration.of(input[0], input[1], outputs);
    }

    @Override
    public List<Notice> notices(Deep4Net.Configuration configuration) {
        return configuration.notice().map(List::of).orElse(List.of());
    }

    @Override
    public Layer build(Deep4Net.Configuration configuration) {
        return new Deep4Net(configuration);
    }
}
