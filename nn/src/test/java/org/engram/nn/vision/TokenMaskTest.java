package org.engram.nn.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.engram.core.ShapeException;
import org.engram.nn.attention.TransformerOptions;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.junit.jupiter.api.Test;

class TokenMaskTest {
    @Test
    void whatIsHiddenIsSubstitutedInItsPlace() {
        try (NDManager manager = Torch.newManager()) {
            TokenMask mask = TokenMask.random(manager, 3, 8, 0.7, 4);
            NDArray tokens = manager.arange(48f).reshape(3, 8, 2);
            NDArray visible = mask.visible(tokens);
            assertEquals(new Shape(3, 2, 2), visible.getShape()); // 8 * 0.3 = 2.4, rounded down
            NDArray whole = mask.completed(visible, manager.full(new Shape(1, 1, 2), -1f));
            NDArray hidden = mask.hidden().expandDims(2);
            NDArray expected = tokens.mul(hidden.neg().add(1)).sub(hidden);
            assertArrayEquals(expected.toFloatArray(), whole.toFloatArray());
            assertEquals(18, mask.hidden().sum().getFloat());
            long[] kept = mask.kept().toLongArray();
            assertArrayEquals(kept, TokenMask.random(manager, 3, 8, 0.7, 4).kept().toLongArray());
            assertFalse(Arrays.equals(kept, TokenMask.random(manager, 3, 8, 0.7, 5).kept().toLongArray()));
            assertThrows(IllegalArgumentException.class, () -> TokenMask.random(manager, 3, 8, 1, 4));
        }
    }

    @Test
    void hiddenPatchesDoNotReachTheEncoder() {
        VisionTransformer network = VisionTransformer.builder(1, TransformerOptions.builder(8, 2).build())
                .channels(1).image(4, 4).patch(2, 2).build();
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            network.initialize(manager, DataType.FLOAT32, 1);
            TokenMask mask = TokenMask.random(manager, 1, 4, 0.75, 2);
            int seen = (int) mask.kept().toLongArray()[0];
            float[] values = new float[16];
            Arrays.fill(values, 1);
            NDArray one = network.visibleTokens(pass, manager.create(values, new Shape(1, 1, 4, 4)), mask);
            assertEquals(new Shape(1, 2, 8), one.getShape());
            for (int i = 0; i < 16; i++) {
                int patch = i / 8 * 2 + i % 4 / 2;
                values[i] = patch == seen ? 1 : 100;
            }
            NDArray other = network.visibleTokens(pass, manager.create(values, new Shape(1, 1, 4, 4)), mask);
            assertArrayEquals(one.toFloatArray(), other.toFloatArray());
        }
        network.clear();
    }

    @Test
    void patchesThatDoNotFitAreNamed() {
        assertEquals(
                "an input of size [224, 225] cannot be cut into patches of [16, 16]: pad or resample it to a "
                        + "multiple of the patch along each axis",
                assertThrows(ShapeException.class,
                        () -> VisionTransformer.builder(1, TransformerOptions.builder(8, 2).build())
                                .image(224, 225).build())
                        .getMessage());
    }
}
