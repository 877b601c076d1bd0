package org.engram.nn.parity;

import org.engram.nn.engine.Torch;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One engine thread while a class of tests runs. Its networks are far too small for more, and threads that wait for each
 * other at every operation are slow on a busy machine.
 */
public final class OneThread implements BeforeAllCallback, AfterAllCallback {
    private int before;

    @Override
    public void beforeAll(ExtensionContext context) {
        before = Torch.threads();
        Torch.threads(1);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Torch.threads(before);
    }
}
