package org.engram.core;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * How many threads a computation may use. Work is handed out index by index; every index runs exactly once, so a
 * computation that writes only its own slot gives the same result for any number of threads.
 *
 * @param threads the number of threads, at least 1
 */
public record Parallelism(int threads) {
    private static final ExecutorService WORKERS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "engram-worker");
        thread.setDaemon(true);
        return thread;
    });

    /** Checks the range. */
    public Parallelism {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ": give 1 or more");
        }
    }

    /**
     * @param threads the number of threads, at least 1
     * @return that many threads
     */
    public static Parallelism of(int threads) {
        return new Parallelism(threads);
    }

    /** @return the calling thread alone */
    public static Parallelism single() {
        return new Parallelism(1);
    }

    /** @return as many threads as the machine has processors */
    public static Parallelism available() {
        return new Parallelism(Runtime.getRuntime().availableProcessors());
    }

    /**
     * Runs {@code body} once for each index in {@code 0..count-1}, in no particular order. The first exception thrown
     * stops the handing-out of further indices and is rethrown here after the running ones have ended.
     *
     * @param count the number of indices
     * @param body called concurrently with each index
     */
    public void forEach(int count, IntConsumer body) {
        int workers = Math.min(threads, count);
        if (workers <= 1) {
            for (int i = 0; i < count; i++) {
                body.accept(i);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable worker = () -> {
            try {
                for (int i = next.getAndIncrement(); i < count
                        && failure.get() == null; i = next.getAndIncrement()) {
                    body.accept(i);
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        };
        List<Future<?>> running = new ArrayList<>();
        for (int w = 1; w < workers; w++) {
            running.add(WORKERS.submit(worker));
        }
        worker.run();
        for (Future<?> future : running) {
            await(future);
        }
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        }
        if (failure.get() instanceof Error e) {
            throw e;
        }
    }

    /**
     * Cuts {@code 0..count-1} into consecutive blocks and runs {@code body} once for each. The cut depends on
     * {@code blockSize} alone, never on the number of threads, so sums kept per block are reproducible.
     *
     * @param count the number of elements
     * @param blockSize elements in a block; the last may be shorter
     * @param body called concurrently with each block
     */
    public void forBlocks(int count, int blockSize, BlockBody body) {
        int blocks = (int) ((count + (long) blockSize - 1) / blockSize);
        forEach(blocks, b -> {
            int start = b * blockSize;
            body.accept(start, Math.min(count, start + blockSize));
        });
    }

    private static void await(Future<?> future) {
        boolean interrupted = false;
        while (true) {
            try {
                future.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException("a worker failed outside its task", e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What {@link #forBlocks} runs. */
    @FunctionalInterface
    public interface BlockBody {
        /**
         * @param start the first element of the block
         * @param end one past its last element
         */
        void accept(int start, int end);
    }
}
