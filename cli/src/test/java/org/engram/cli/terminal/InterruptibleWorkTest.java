package org.engram.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.engram.core.Progress;
import org.junit.jupiter.api.Test;

class InterruptibleWorkTest {
    @Test
    void anInterruptionWaitsUntilTheWorkHasStopped() throws InterruptedException {
        InterruptibleWork work = new InterruptibleWork(Progress.NONE);
        assertFalse(work.isCancelled());
        Thread interruption = new Thread(work::interrupt);
        interruption.start();
        while (!work.isCancelled()) {
            Thread.onSpinWait();
        }
        assertTrue(interruption.isAlive(), "it waits for the work");
        work.close();
        interruption.join(10_000);
        assertFalse(interruption.isAlive());
    }
}
