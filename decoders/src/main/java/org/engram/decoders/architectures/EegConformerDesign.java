package org.engram.decoders.architectures;

import org.engram.decoders.networks.EegConformer;
import org.engram.nn.layers.Layer;

/** {@link EegConformer} by name. */
public final class EegConformerDesign extends EpochDesign<EegConformer.Configuration> {
    @Override
    public String name() {
        return "eeg-conformer";
    }

    @Override
    public String description() {
        return "EEG Conformer: filters, then a transformer over time (Song 2023)";
    }

    @Override
    public Class<EegConformer.Configuration> configuration() {
        return EegConformer.Configuration.class;
    }

    @Override
    public EegConformer.Configuration sized(int[] input, int outputs) {
        return EegConformer.Configuration.of(input[0], input[1], outputs);
    }

    @Override
    public Layer build(EegConformer.Configuration configuration) {
        return new EegConformer(configuration);
    }
}
