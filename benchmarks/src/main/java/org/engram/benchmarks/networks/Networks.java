package org.engram.benchmarks.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Map;
import java.util.function.BiFunction;
import org.engram.generative.diffusion.UNet2DCondition;
import org.engram.generative.diffusion.UNet2DConfiguration;
import org.engram.generative.diffusion.UNetConditions;
import org.engram.nn.convolutional.UNet;
import org.engram.nn.convolutional.UNetConfiguration;
import org.engram.nn.layers.Layer;
import org.engram.nn.losses.Losses;

/** The three networks, in the sizes of the peer's script. */
final class Networks {
    static final Map<String, BiFunction<NDManager, Boolean, NetworkTask>> ALL = Map.of("encoder",
            Networks::encoder,
            "unet3d", Networks::unet3d, "diffusion", Networks::diffusion);

    private Networks() {}

    private static <L extends Layer> L filled(L network, NDManager manager) {
        network.initialize(manager, DataType.FLOAT32, 1);
        FormulaValues.fill(network);
        return network;
    }

    private static NetworkTask encoder(NDManager manager, boolean tiny) {
        int samples = tiny ? 20 : 200;
        int batch = tiny ? 4 : 32;
        ChannelEncoder network = filled(
                tiny ? new ChannelEncoder(32, 4, 2, samples, 4) : new ChannelEncoder(256, 8, 12, samples, 4),
                manager);
        NDArray input = FormulaValues.wave(manager, 0.11, batch, tiny ? 8 : 64, samples);
        long[] classes = new long[batch];
        for (int i = 0; i < batch; i++) {
            classes[i] = i % 4;
        }
        NDArray labels = manager.create(classes);
        return new NetworkTask(network, pass -> network.apply(pass, input),
                y -> Losses.crossEntropy(y, labels));
    }

    private static NetworkTask unet3d(NDManager manager, boolean tiny) {
        long size = tiny ? 16 : 64;
        UNet network = filled(new UNet(tiny
                ? UNetConfiguration.builder(3, 1, 3, 4, 8, 16).build()
                : UNetConfiguration.builder(3, 1, 3, 16, 32, 64, 128).build()), manager);
        NDArray input = FormulaValues.wave(manager, 0.11, 1, 1, size, size, size);
        NDArray target = FormulaValues.wave(manager, 0.07, 1, 3, size, size, size).gt(0)
                .toType(DataType.FLOAT32, true);
        return new NetworkTask(network, pass -> network.apply(pass, input),
                y -> Losses.binaryCrossEntropy(y, target));
    }

    private static NetworkTask diffusion(NDManager manager, boolean tiny) {
        long size = tiny ? 8 : 32;
        int context = tiny ? 16 : 768;
        UNet2DCondition network = filled(new UNet2DCondition(configuration(tiny, context)), manager);
        NDArray input = FormulaValues.wave(manager, 0.11, 2, 4, size, size);
        NDArray steps = manager.create(new float[] {10, 500});
        NDArray tokens = FormulaValues.wave(manager, 0.07, 2, tiny ? 8 : 77, context);
        NDArray target = FormulaValues.wave(manager, 0.05, 2, 4, size, size);
        return new NetworkTask(network, pass -> network.apply(pass, input, steps, UNetConditions.of(tokens)),
                y -> Losses.meanSquare(y, target));
    }

    private static UNet2DConfiguration configuration(boolean tiny, int context) {
        var builder = UNet2DConfiguration.builder().channels(4, 4).layersPerLevel(2).contextWidth(context)
                .groups(32);
        return tiny
                ? builder.widths(32, 64).transformerDepths(1, 0).heads(4, 4).build()
                : builder.widths(64, 128, 256).transformerDepths(1, 1, 0).heads(4, 4, 4).build();
    }
}
