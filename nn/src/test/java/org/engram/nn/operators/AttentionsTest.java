package org.engram.nn.operators;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.api.Test;

class AttentionsTest {
    /** Other orders of float32 sums of values of order 1. */
    private static final double ROUNDING = 1e-5;

    @Test
    void groupsOfQueriesAreAsAllAtOnce() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            JniUtils.setSeed(2);
            NDArray query = manager.randomNormal(new Shape(2, 3, 7, 4));
            NDArray key = manager.randomNormal(new Shape(2, 3, 5, 4));
            NDArray value = manager.randomNormal(new Shape(2, 3, 5, 2)); // not as wide as keys: no fused kernel
            for (NDArray mask : new NDArray[] {manager.randomNormal(new Shape(1, 3, 7, 5)),
                    manager.randomNormal(new Shape(2, 1, 1, 5)).gt(-0.5)}) {
                double[] whole = Parity.numbers(
                        Attentions.attend(pass, query, key, value, mask, 0.5, 0, Long.MAX_VALUE));
                // 2 x 3 x 5 logits for each query: groups of two, and of one where not even one fits.
                assertArrayEquals(whole,
                        Parity.numbers(Attentions.attend(pass, query, key, value, mask, 0.5, 0, 60)),
                        ROUNDING);
                assertArrayEquals(whole,
                        Parity.numbers(Attentions.attend(pass, query, key, value, mask, 0.5, 0, 1)),
                        ROUNDING);
            }
        }
    }

    @Test
    void distancesSpreadOverPairs() {
        try (NDManager manager = Torch.newManager()) {
            // Two queries and three keys: distances -1 to 2.
            NDArray x = manager.create(new float[] {-1, 0, 1, 2}, new Shape(1, 4));
            assertArrayEquals(new double[] {0, 1, 2, -1, 0, 1},
                    Parity.numbers(Attentions.byDistance(x, 3)));
        }
    }
}
