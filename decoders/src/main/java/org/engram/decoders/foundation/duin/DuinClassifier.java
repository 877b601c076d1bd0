package org.engram.decoders.foundation.duin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;

/**
 * Du-IN as it is fine-tuned: all encoded segments through two linear layers.
 *
 * <p>Inputs: (batch, 100 * segments, channel); int64 (batch) subjects. Results: (batch, label) logits; (batch, segment,
 * 160) encoded segments. The codebook and the contrastive projections that the reference's file also holds are parameters
 * without a part in this.
 */
public final class DuinClassifier extends DuinBackbone {
    private static final int HIDDEN = 128;
    private static final int CONTRASTIVE = 32;
    private static final double CONTRASTIVE_SHARPNESS = 2;

    private final Sequence head;

    /** @param configuration sizes */
    public DuinClassifier(DuinConfiguration configuration) {
        super(configuration);
        int features = DuinConfiguration.FEATURES;
        Initialization start = Initialization.truncatedNormal(0.02);
        child("vq_block", new CodeBlock(configuration.codes()));
        child("contra_block", new Contrast());
        head = child("cls_block.cls_head", new Sequence()
                .then("1.0", new Linear((long) configuration.segments() * features, HIDDEN, true, start))
                .then("1.1", Activation.RELU.layer())
                .then("2.0", new Linear(HIDDEN, configuration.labels(), true, start)));
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray encoded = encoded(pass, tokens(pass, inputs));
        if (encoded.getShape().get(1) != configuration().segments()) {
            throw new ShapeException("this Du-IN classifier reads all of " + configuration().segments()
                    + " segments, but the input has shape " + inputs.get(0).getShape());
        }
        return new NDList(head.apply(pass, encoded.reshape(encoded.getShape().get(0), -1)), encoded);
    }

    /** Projections for a contrastive loss of weight zero in the reference. */
    private static final class Contrast extends Layer {
        Contrast() {
            Initialization start = Initialization.truncatedNormal(0.02);
            parameter("t", Initialization.constant(CONTRASTIVE_SHARPNESS)).freeze(true);
            child("proj_z.0", new Linear(DuinConfiguration.FEATURES, CONTRASTIVE, true, start));
            child("proj_y.0", new Linear(DuinConfiguration.FEATURES, CONTRASTIVE, true, start));
        }

        @Override
        protected NDList compute(Pass pass, NDList inputs) {
            return inputs;
        }
    }
}
