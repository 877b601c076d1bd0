package org.engram.nn.vision;

import org.engram.nn.attention.TransformerOptions;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.api.Test;

/** Vision transformers against their published definitions in PyTorch: see vision.py. */
class VisionParityTest {
    private static final TransformerOptions SMALL = TransformerOptions.builder(8, 2).epsilon(1e-6).build();

    private static Parity fixture(String name) {
        return Parity.of(VisionParityTest.class, name + ".npz");
    }

    @Test
    void image() {
        fixture("vit-image").check(VisionTransformer
                .builder(2, SMALL.toBuilder().layerScale(1).build()).image(8, 12).patch(4, 4).classes(5)
                .build());
    }

    @Test
    void volumeWithoutClassToken() {
        fixture("vit-volume").check(VisionTransformer.builder(1, SMALL).channels(1).image(4, 6, 6)
                .patch(2, 3, 2).withoutClassToken().build());
    }

    @Test
    void imageOfAnotherSize() {
        fixture("vit-resampled").check(VisionTransformer.builder(1, SMALL).image(12, 16).patch(4, 4)
                .patchUnbiased().entranceNormalized().build());
        fixture("vit-unsmoothed").check(VisionTransformer.builder(1, SMALL).image(12, 16).patch(4, 4)
                .patchUnbiased().entranceNormalized().positionsUnsmoothed().build());
    }

    @Test
    void shiftedWindows() {
        fixture("swin").check(SwinTransformer.builder(1, 4).window(2, 2, 3).depths(2, 2).heads(1, 2).build());
        fixture("swin-all").check(SwinTransformer.builder(2, 4).window(2, 3, 2).depths(2).heads(2)
                .attentionUnbiased().unnormalized().neighbours(PatchMerging.Neighbours.ALL).build());
    }
}
