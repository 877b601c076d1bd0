package org.engram.decoders.foundation.labram;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;

/**
 * LaBraM as it is pre-trained: masked patches are replaced by a learnt token, and the code of every patch is predicted.
 *
 * <p>Inputs: (batch, channel, patch, 200 samples); int64 (1 + channel) numbers; boolean (batch, channel * patch), true
 * where a patch is masked. Result: (batch, channel * patch, code) logits. The loss takes those of masked patches, and
 * those of the complementary mask in a second pass.
 *
 * <p>As in the reference, and unlike in fine-tuning, the class token gets the position of the first channel. The student
 * holds a code head of its own, and a projection head stands beside it; both are in the checkpoint and unused here.
 */
public final class LabramMaskedModel extends Layer {
    private final Student student;
    private final Linear head;

    /**
     * @param configuration sizes; classes are ignored
     * @param codes of the tokeniser; 8192
     */
    public LabramMaskedModel(LabramConfiguration configuration, int codes) {
        int features = configuration.features();
        student = child("student", new Student(configuration, codes));
        head = child("lm_head", new Linear(features, codes, true, Initialization.truncatedNormal(0.02)));
        child("projection_head.0", new Linear(features, features));
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        return new NDList(head.apply(pass, student.apply(pass, inputs).get(0)));
    }

    private static final class Student extends LabramBackbone {
        private final Parameter maskToken;
        private final PatchConvolutions embedding;
        private final LayerNormalization norm;

        Student(LabramConfiguration configuration, int codes) {
            super(configuration.features());
            int features = configuration.features();
            Initialization start = Initialization.truncatedNormal(0.02);
            maskToken = parameter("mask_token", start, 1, 1, features);
            embedding = child("patch_embed", new PatchConvolutions(configuration.filters()));
            stack(features, configuration.layers(), configuration.heads(), configuration.dropPath(),
                    Form.ENCODER);
            norm = child("norm", new LayerNormalization(features, EPSILON));
            child("lm_head", new Linear(features, codes, true, start));
        }

        @Override
        protected NDList compute(Pass pass, NDList inputs) {
            require(inputs, 3);
            NDArray x = embedding.apply(pass, inputs.get(0));
            NDArray masked = inputs.get(2).toType(x.getDataType(), false).expandDims(2);
            x = x.mul(masked.neg().add(1)).add(pass.value(maskToken).mul(masked));
            return new NDList(patches(norm.apply(pass, transformed(pass, x, inputs.get(1), 1))));
        }
    }
}
