package org.engram.decoders.foundation.cbramod;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.SimpleLayer;

/**
 * CBraMod as it is fine-tuned: the features of all patches, three linear layers with ELU.
 *
 * <p>(batch, channel, second, 200) to (batch, class) logits. The sequence numbers of {@code classifier} are the
 * reference's, whose first member only reshapes.
 */
public final class CbramodClassifier extends SimpleLayer {
    private final CbramodNetwork backbone;
    private final Sequence classifier;
    private final int channels;
    private final int seconds;

    /**
     * @param configuration sizes; its dropout also holds in the head
     * @param channels of an epoch
     * @param seconds of an epoch
     * @param classes to tell apart
     */
    public CbramodClassifier(CbramodConfiguration configuration, int channels, int seconds, int classes) {
        int features = PatchEmbedding.SAMPLES;
        this.channels = channels;
        this.seconds = seconds;
        backbone = child("backbone", new CbramodNetwork(configuration, false));
        double dropped = configuration.dropout();
        classifier = child("classifier", new Sequence()
                .then("1", new Linear((long) channels * seconds * features, (long) seconds * features))
                .then("2", Activation.ELU.layer()).then("3", new Dropout(dropped))
                .then("4", new Linear((long) seconds * features, features))
                .then("5", Activation.ELU.layer()).then("6", new Dropout(dropped))
                .then("7", new Linear(features, classes)));
    }

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        Shape shape = input.getShape();
        if (shape.dimension() != 4 || shape.get(1) != channels || shape.get(2) != seconds) {
            throw new ShapeException(
                    "this CBraMod classifier was made for (batch, " + channels + ", " + seconds
                            + ", " + PatchEmbedding.SAMPLES + "), but the input has shape " + shape);
        }
        return classifier.apply(pass, backbone.apply(pass, input).reshape(shape.get(0), -1));
    }
}
