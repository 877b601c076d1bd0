package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Convolution;

/**
 * The half that a U-Net and the {@link ControlNet} beside it have in common: the embedding of the time step and the
 * way down to the middle.
 *
 * <p>Parameters: {@code conv_in}, {@code time_embedding}, {@code add_embedding} or {@code class_embedding},
 * {@code down_blocks.k}, {@code mid_block}.
 */
abstract class UNetTrunk extends ConditionedLayer {
    private final UNet2DConfiguration configuration;
    private final Convolution entry;
    private final TimeEmbedding time;
    private final TimeEmbedding added;
    private final List<UNetDownLevel> downLevels = new ArrayList<>();
    private UNetMiddle middle;

    UNetTrunk(int ownInputs, UNet2DConfiguration configuration) {
        super(ownInputs);
        this.configuration = configuration;
        int first = configuration.widths().get(0);
        int width = configuration.timeWidth();
        entry = child("conv_in",
                Convolution.builder(2, configuration.inChannels(), first).kernel(3).padding(1).build());
        time = child("time_embedding", new TimeEmbedding(first, width));
        AddedEmbedding kind = configuration.addedEmbedding();
        added = kind == AddedEmbedding.NONE
                ? null
                : child(kind.key(), new TimeEmbedding(configuration.addedWidth(), width));
        for (int level = 0; level < configuration.levels(); level++) {
            downLevels.add(child("down_blocks." + level, new UNetDownLevel(configuration, level)));
        }
    }

    /** Declared apart, because in the checkpoint it stands behind the way up. */
    final void declareMiddle() {
        middle = child("mid_block", new UNetMiddle(configuration));
    }

    /** @return its sizes */
    public final UNet2DConfiguration configuration() {
        return configuration;
    }

    /** @return how many skip connections there are */
    final int skipCount() {
        return 1 + downLevels.stream().mapToInt(UNetDownLevel::skips).sum();
    }

    /** @param steps one for the batch, or one for each item or clip @return (batch, timeWidth) */
    final NDArray embedTime(Pass pass, NDArray steps, NDArray x, UNetConditions conditions) {
        long batch = x.getShape().get(0);
        NDArray embedded = time.apply(pass, TimeEmbedding.sinusoids(configuration.widths().get(0))
                .of(steps.flatten(), x.getDataType()));
        if (added != null) {
            if (conditions.vector() == null) {
                throw new ShapeException("this U-Net adds a vector of " + configuration.addedWidth()
                        + " features to the time, and none was given");
            }
            embedded = embedded.add(added.apply(pass, conditions.vector()));
        }
        long given = embedded.getShape().get(0);
        if (given == batch || given == 1) {
            return embedded;
        }
        if (given * conditions.frames() != batch) {
            throw new ShapeException("there are " + given + " time steps for a batch of " + batch
                    + ": give one, or one for each item");
        }
        return embedded.repeat(0, conditions.frames());
    }

    final NDArray enter(Pass pass, NDArray x) {
        return entry.apply(pass, x);
    }

    /** @param entered what {@link #enter} gave @return it, and every stage on the way down */
    final NDList descend(Pass pass, NDArray entered, NDArray embeddedTime, UNetConditions conditions) {
        NDList skips = new NDList(entered);
        for (UNetDownLevel level : downLevels) {
            NDArray x = skips.get(skips.size() - 1);
            skips.addAll(level.apply(pass, new NDList(x, embeddedTime), conditions));
        }
        return skips;
    }

    final NDArray cross(Pass pass, NDList skips, NDArray embeddedTime, UNetConditions conditions) {
        return middle.apply(pass, new NDList(skips.get(skips.size() - 1), embeddedTime), conditions).get(0);
    }
}
