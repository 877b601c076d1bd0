package org.engram.nn.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.junit.jupiter.api.Test;

class TorchScriptTest {
    @Test
    void groupNorm() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.training(1)) {
            NDArray x = manager.arange(24f).reshape(2, 4, 3);
            NDArray w = manager.ones(new Shape(4));
            w.setRequiresGradient(true);
            NDArray y = TorchScript.callForOne("group_norm", List.of(x, w, manager.zeros(new Shape(4))), 2,
                    1e-5);
            assertEquals(0, y.sum().getFloat(), 1e-5);
            pass.backward(y.mul(y).sum());
            assertEquals(48, pass.gradient(w).sum().getFloat(), 1e-2);
            assertEquals(5, TorchScript.call("global_norm",
                    Map.of("gradients", List.of(manager.create(3f), manager.create(4f)))).get(0).getFloat(),
                    1e-6);
            NDArray q = manager.randomNormal(new Shape(2, 4, 8));
            assertEquals(new Shape(2, 4, 8),
                    TorchScript.callForOne("attention", List.of(q, q, q), 0.3, 1, 0, 0).getShape());
        }
    }
}
