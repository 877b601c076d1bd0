package org.engram.nn.models;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The body of an answer, read by blocks. Unlike the client's own stream it does not wait for ever: a server that falls
 * silent, and a user who wants to stop, are noticed.
 */
final class BodyReader implements HttpResponse.BodySubscriber<BodyReader>, AutoCloseable {
    private static final long LOOK_EVERY_MILLISECONDS = 100;

    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private ByteBuffer current = ByteBuffer.allocate(0);
    private boolean ended;

    private enum Mark {
        END
    }

    @Override
    public CompletionStage<BodyReader> getBody() { return CompletableFuture.completedFuture(this); }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> blocks) {
        int bytes = blocks.stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer joined = ByteBuffer.allocate(bytes);
        blocks.forEach(joined::put);
        arrived.add(joined.flip());
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(failure);
    }

    @Override
    public void onComplete() {
        arrived.add(Mark.END);
    }

    /**
     * @param block where to put bytes
     * @param patience how long to wait for any
     * @param cancelled whether to stop waiting
     * @return how many bytes were put; 0 when cancelled; -1 at the end
     * @throws IOException if the connection broke or fell silent
     */
    int read(byte[] block, Duration patience, BooleanSupplier cancelled) throws IOException {
        long start = System.nanoTime();
        while (!ended && !current.hasRemaining()) {
            Object next = poll();
            if (next instanceof ByteBuffer bytes) {
                current = bytes;
                subscription.join().request(1);
            } else if (next instanceof Throwable failure) {
                throw new IOException("the connection broke", failure);
            } else if (next == Mark.END) {
                ended = true;
            } else if (cancelled.getAsBoolean()) {
                return 0;
            } else if (System.nanoTime() - start > patience.toNanos()) {
                throw new IOException("the server fell silent");
            }
        }
        if (ended) {
            return -1;
        }
        int count = Math.min(block.length, current.remaining());
        current.get(block, 0, count);
        return count;
    }

    private Object poll() throws IOException {
        try {
            return arrived.poll(LOOK_EVERY_MILLISECONDS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Ends the transfer; what has not been read is dropped. */
    @Override
    public void close() {
        subscription.thenAccept(Flow.Subscription::cancel);
    }
}
