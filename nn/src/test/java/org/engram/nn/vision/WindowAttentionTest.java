package org.engram.nn.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.api.Test;

class WindowAttentionTest {
    private static final long[] WINDOW = {2, 2, 3};

    @Test
    void cuttingAndJoiningAreInverse() {
        try (NDManager manager = Torch.newManager()) {
            NDArray x = manager.arange(2f * 5 * 4 * 3 * 2).reshape(2, 5, 4, 3, 2);
            for (boolean shifted : new boolean[] {false, true}) {
                Windows windows = Windows.of(new long[] {5, 4, 3}, WINDOW, shifted);
                NDArray cut = windows.cut(x); // depth is padded to 6
                assertEquals(new Shape(2 * 3 * 2, 12, 2), cut.getShape());
                assertArrayEquals(x.toFloatArray(), windows.join(cut).toFloatArray());
            }
        }
    }

    @Test
    void groupsOfWindowsAreAsAllAtOnce() {
        Windows windows = Windows.of(new long[] {5, 4, 3}, WINDOW, true);
        WindowAttention whole = new WindowAttention(4, 2, WINDOW, true, 0);
        WindowAttention grouped = new WindowAttention(4, 2, WINDOW, true, 0, 2 * 2 * 12 * 12);
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            whole.initialize(manager, DataType.FLOAT32, 3);
            grouped.initialize(manager, DataType.FLOAT32, 3);
            NDArray x = manager.arange(2f * 6 * 12 * 4).sin().reshape(12, 12, 4);
            // Two windows at a time instead of six: the same sums in another order.
            assertArrayEquals(Parity.numbers(whole.apply(pass, x, windows)),
                    Parity.numbers(grouped.apply(pass, x, windows)), 1e-6);
        }
        whole.clear();
        grouped.clear();
    }
}
