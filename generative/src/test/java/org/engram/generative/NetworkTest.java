package org.engram.generative;

import ai.djl.ndarray.NDManager;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.OneThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test with a manager of its own and a pass open all through it. */
@ExtendWith(OneThread.class)
public abstract class NetworkTest {
    protected NDManager manager;
    protected Pass pass;

    @BeforeEach
    void open() {
        manager = Torch.newManager();
        pass = Pass.inference();
    }

    @AfterEach
    void close() {
        pass.close();
        manager.close();
    }
}
