package org.engram.decoders.architectures;

import java.util.List;
import java.util.Set;
import org.engram.nn.convolutional.ResNet;
import org.engram.nn.convolutional.ResNetConfiguration;
import org.engram.nn.layers.Layer;

/** {@link ResNet} by name; 18 layers unless the settings say otherwise. */
public final class ResNetDesign extends GridDesign<ResNetConfiguration> {
    /** Runs over two or three axes. */
    public ResNetDesign() {
        super(2, false);
    }

    @Override
    public String name() {
        return "resnet";
    }

    @Override
    public String description() {
        return "ResNet over 2 or 3 axes, 18 layers unless \"blocks\" says otherwise (He 2016)";
    }

    @Override
    public String takes() {
        return "images (y, x), volumes (z, y, x), each with or without channels before";
    }

    @Override
    public Class<ResNetConfiguration> configuration() {
        return ResNetConfiguration.class;
    }

    @Override
    public ResNetConfiguration sized(int[] input, int outputs) {
        int shortest = Math.min(input[1], input[input.length - 1]);
        // The published stem makes axes four times shorter before the first block: too much for small inputs.
        return shortest < 64
                ? new ResNetConfiguration(input.length - 1, input[0], outputs, List.of(2, 2, 2), 16, false, 3,
                        false)
                : ResNetConfiguration.resNet18(input.length - 1, input[0], outputs);
    }

    @Override
    public Set<String> fromData() {
        return Set.of("axes", "inputs", "outputs");
    }

    @Override
    public Layer build(ResNetConfiguration configuration) {
        return new ResNet(configuration);
    }
}
