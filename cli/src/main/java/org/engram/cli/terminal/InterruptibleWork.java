package org.engram.cli.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.engram.core.Progress;

/**
 * Work that Ctrl-C ends at the next step instead of at once: while it is open, the first interruption asks the work to stop
 * and waits until it has put its things in order.
 */
public final class InterruptibleWork implements Progress, AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Progress inner;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "engram-interruption");
    private volatile boolean cancelled;

    /** @param inner where the work reports to */
    public InterruptibleWork(Progress inner) {
        this.inner = inner;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Asks the work to stop and waits for {@link #close}. */
    void interrupt() {
        cancelled = true;
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("engram: the work did not stop within " + PATIENCE_SECONDS + " seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Task begin(String name, long total) {
        return inner.begin(name, total);
    }

    @Override
    public boolean isCancelled() { return cancelled || inner.isCancelled(); }

    /** The work is done or has stopped. */
    @Override
    public void close() {
        closed.countDown();
        if (!cancelled) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
