package org.engram.generative.vdvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Intermediate;
import org.engram.nn.layers.Layer;
import org.engram.nn.operators.Interpolation;
import org.engram.nn.operators.Resamplings;

/**
 * From latents to a mixture for every pixel. Parameters: {@code dec_blocks.k}, {@code bias_xs.k} (1, width, size,
 * size) for each size, {@code gain}, {@code bias} (1, width, 1, 1), {@code out_net.out_conv}.
 */
final class VdvaeDecoder extends Layer {
    private final VdvaeConfiguration configuration;
    private final List<VdvaeConfiguration.Block> plan;
    private final List<TopDownBlock> blocks = new ArrayList<>();
    private final Map<Integer, Parameter> starts = new TreeMap<>();
    private final Parameter gain;
    private final Parameter bias;
    private final Convolution exit;

    VdvaeDecoder(VdvaeConfiguration options) {
        configuration = options;
        plan = options.decoderBlocks();
        int width = options.width();
        for (VdvaeConfiguration.Block block : plan) {
            blocks.add(child("dec_blocks." + blocks.size(),
                    new TopDownBlock(options, block.size(), plan.size())));
        }
        for (int size : new TreeSet<>(options.latentSizes())) {
            if (size <= options.mostBiasSize()) {
                starts.put(size,
                        parameter("bias_xs." + starts.size(), Initialization.ZEROS, 1, width, size, size));
            }
        }
        gain = parameter("gain", Initialization.ONES, 1, width, 1, 1);
        bias = parameter("bias", Initialization.ZEROS, 1, width, 1, 1);
        exit = child("out_net.out_conv", VdvaeBlock.convolution(width, 10 * options.mixtures(), 1, 1));
    }

    /** @param inputs activations of the encoder, smallest first @return the mixture, at the means of the latents */
    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDList all = infer(pass, inputs, LatentNoise.NONE);
        return new NDList(all.get(all.size() - 1));
    }

    /** @return latents of all layers, then their divergences, then the mixture */
    NDList infer(Pass pass, NDList activations, LatentNoise noise) {
        Map<Integer, NDArray> bySize = new HashMap<>();
        activations.forEach(activation -> bySize.put((int) activation.getShape().get(2), activation));
        Map<Integer, NDArray> streams = new HashMap<>();
        NDList latents = new NDList();
        NDList divergences = new NDList();
        for (int layer = 0; layer < blocks.size(); layer++) {
            int size = plan.get(layer).size();
            NDArray activation = bySize.get(size);
            if (activation == null) {
                throw new ShapeException("the decoder has blocks of " + size
                        + " pixels, of which the encoder gives none: it gives " + bySize.keySet());
            }
            NDArray stream = stream(pass, streams, layer, activation.getShape().get(0),
                    activation.getDataType());
            TopDownBlock.Step step = blocks.get(layer).infer(pass, stream, activation, layer, noise);
            Intermediate.replace(stream, step.stream());
            streams.put(size, step.stream());
            latents.add(step.latent());
            divergences.add(step.divergence());
        }
        NDList all = new NDList(latents);
        all.addAll(divergences);
        all.add(mixture(pass, streams));
        return all;
    }

    NDArray generate(Pass pass, List<NDArray> latents, int batch, double temperature, LatentNoise noise) {
        DataType type = pass.value(gain).getDataType();
        Map<Integer, NDArray> streams = new HashMap<>();
        for (int layer = 0; layer < blocks.size(); layer++) {
            NDArray stream = stream(pass, streams, layer, batch, type);
            NDArray given = layer < latents.size() ? latents.get(layer) : null;
            TopDownBlock.Step step = blocks.get(layer).generate(pass, stream, given, temperature, layer,
                    noise);
            Intermediate.replace(stream, step.stream());
            if (given == null) {
                step.latent().close();
            }
            streams.put(plan.get(layer).size(), step.stream());
        }
        return mixture(pass, streams);
    }

    /**
     * The stream before a block: what the block before it at this size left, or its start, and the smaller one
     * enlarged.
     */
    private NDArray stream(Pass pass, Map<Integer, NDArray> streams, int layer, long batch, DataType type) {
        VdvaeConfiguration.Block block = plan.get(layer);
        int size = block.size();
        NDArray stream = streams.remove(size);
        if (stream == null) {
            stream = start(pass, size, batch, type);
        }
        if (block.other() == 0) {
            return stream;
        }
        NDArray smaller = streams.get(block.other());
        if (smaller == null) {
            smaller = start(pass, block.other(), batch, type);
        }
        return Intermediate.sum(stream,
                Resamplings.resize(smaller, Interpolation.NEAREST, false, size, size));
    }

    private NDArray start(Pass pass, int size, long batch, DataType type) {
        Parameter learned = starts.get(size);
        return learned != null
                ? pass.value(learned).repeat(0, batch)
                : pass.value(gain).getManager().zeros(new Shape(batch, configuration.width(), size, size),
                        type);
    }

    private NDArray mixture(Pass pass, Map<Integer, NDArray> streams) {
        NDArray x = streams.get(configuration.imageSize());
        if (x == null) {
            throw new ShapeException(
                    "the decoder ends at " + plan.get(plan.size() - 1).size() + " pixels, not at "
                            + configuration.imageSize());
        }
        NDArray scaled = x.mul(pass.value(gain)).add(pass.value(bias));
        return exit.apply(pass, scaled).transpose(0, 2, 3, 1);
    }
}
