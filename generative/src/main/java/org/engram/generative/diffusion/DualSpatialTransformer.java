package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Intermediate;

/**
 * Two transformers over the same image, one for each of two contexts, whose changes are mixed;
 * {@code DualTransformer2DModel} of diffusers: x + m (T1(x, text) - x) + (1 - m) (T0(x, image) - x).
 *
 * <p>Parameters: {@code transformers.0} (attends to image tokens), {@code transformers.1} (attends to text tokens).
 * The contexts and m are those of {@link UNetConditions.Builder#dualContext}.
 *
 * <h2>References</h2> X. Xu et al., "Versatile Diffusion: text, images and variations all in one diffusion model",
 * ICCV 2023.
 */
public final class DualSpatialTransformer extends ConditionedLayer {
    private final SpatialTransformer onImage;
    private final SpatialTransformer onText;

    /** @param options sizes of each of the two */
    public DualSpatialTransformer(TransformerSizes options) {
        this(options, FrameMixing.NONE);
    }

    DualSpatialTransformer(TransformerSizes options, FrameMixing mixing) {
        super(1);
        onImage = child("transformers.0", new SpatialTransformer(options, mixing));
        onText = child("transformers.1", new SpatialTransformer(options, mixing));
    }

    @Override
    NDList compute(Pass pass, NDList inputs, UNetConditions conditions) {
        NDArray input = inputs.get(0);
        UNetConditions.Dual contexts = conditions.dual();
        double share = contexts.textShare();
        if (share == 0) {
            return new NDList(onImage.apply(pass, input, conditions.withContext(contexts.image())));
        }
        if (share == 1) {
            return new NDList(onText.apply(pass, input, conditions.withContext(contexts.text())));
        }
        NDArray text = onText.apply(pass, input, conditions.withContext(contexts.text()));
        NDArray image = onImage.apply(pass, input, conditions.withContext(contexts.image()));
        text = Intermediate.replace(text, text.sub(input).mul(share));
        image = Intermediate.replace(image, image.sub(input).mul(1 - share));
        return new NDList(Intermediate.sum(text, image).add(input));
    }
}
