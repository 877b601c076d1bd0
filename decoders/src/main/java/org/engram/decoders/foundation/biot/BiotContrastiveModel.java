package org.engram.decoders.foundation.biot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;

/**
 * BIOT as it is pre-trained: the projection of one view of a signal should be nearest to the features of the other view
 * of the same signal.
 *
 * <p>Inputs: (batch, channel, sample), a view with frames or channels left out; the same signals in full. Results:
 * (batch, feature) projection of the first; (batch, feature) features of the second.
 */
public final class BiotContrastiveModel extends Layer {
    private final BiotEncoder encoder;
    private final Sequence projection;

    /** @param configuration sizes */
    public BiotContrastiveModel(BiotConfiguration configuration) {
        int features = configuration.features();
        encoder = child("biot", new BiotEncoder(configuration));
        projection = child("prediction", new Sequence(new Linear(features, features), Activation.GELU.layer(),
                new Linear(features, features)));
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray part = projection.apply(pass, encoder.apply(pass, inputs.get(0)));
        return new NDList(part, encoder.apply(pass, inputs.get(1)));
    }
}
