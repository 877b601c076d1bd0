package org.engram.nn.models;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.engram.core.Progress;

/** Closes a stream that says nothing for too long, or whose reader should stop: reading itself waits for ever. */
final class SilenceGuard implements AutoCloseable {
    private static final long LOOK_EVERY_MILLISECONDS = 100;

    private final Thread thread;
    private volatile long heardAt = System.nanoTime();

    SilenceGuard(InputStream stream, Duration patience, Progress progress) {
        thread = new Thread(() -> watch(stream, patience.toNanos(), progress), "engram-download-guard");
        thread.setDaemon(true);
        thread.start();
    }

    void heard() {
        heardAt = System.nanoTime();
    }

    private void watch(InputStream stream, long patience, Progress progress) {
        try {
            while (System.nanoTime() - heardAt < patience && !progress.isCancelled()) {
                Thread.sleep(LOOK_EVERY_MILLISECONDS);
            }
            stream.close();
        } catch (InterruptedException | IOException e) {
            // Reading is over, or the stream is broken already: either way the reader knows.
            return;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
