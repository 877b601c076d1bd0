package org.engram.decoders.foundation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;

/** Checks that passes that train move a codebook of directions, and that others leave it alone. */
public final class CodebookCheck {
    private CodebookCheck() {}

    /**
     * @param network initialized
     * @param codebook its path, (code, feature)
     * @param inputs of the network
     */
    public static void moves(Layer network, String codebook, NDList inputs) {
        NDArray codes = network.state().get(codebook).getArray();
        float[] before = codes.toFloatArray();
        try (Pass pass = Pass.inference()) {
            network.apply(pass, inputs);
        }
        assertArrayEquals(before, codes.toFloatArray());
        try (Pass pass = Pass.training(1)) {
            network.apply(pass, inputs);
        }
        assertFalse(Arrays.equals(before, codes.toFloatArray()), "nothing moved");
        for (float square : codes.square().sum(new int[] {1}).toFloatArray()) {
            assertEquals(1, square, 1e-5);
        }
    }
}
