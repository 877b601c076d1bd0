package org.engram.generative;

import ai.djl.ndarray.NDManager;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with a manager of its own and a pass open all through it. */
public abstract class NetworkTest {
    protected NDManager manager;
    protected Pass pass;

    @BeforeEach
    void open() {
        // Threads only wait for each other in networks as small as these.
        Torch.threads(1);
        manager = Torch.newManager();
        pass = Pass.inference();
    }

    @AfterEach
    void close() {
        pass.close();
        manager.close();
    }
}
