package org.engram.nn.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.engram.compute.random.RandomStream;
import org.engram.core.CancelledException;
import org.engram.core.EngramException;
import org.engram.io.array.NpyArray;

/**
 * The batches of one epoch in order, prepared ahead by threads that end with the stream. The arrays of a batch are made
 * on the thread that asks for it. Confined to one thread.
 */
public final class BatchStream implements Iterator<Batch>, AutoCloseable {
    /** For a thread that is deaf to interruption while it reads. */
    private static final long LONGEST_WAIT_MILLISECONDS = 60_000;

    private final DataSource source;
    private final Collation collation;
    private final RandomStream random;
    private final List<int[]> batches;
    private final NDManager manager;
    private final ExecutorService workers;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Deque<Future<Map<String, NpyArray>>> ahead = new ArrayDeque<>();
    private int asked;
    private int given;

    BatchStream(DataSource source, Collation collation, RandomStream random, List<int[]> batches,
            NDManager manager, int workerCount, int prefetch) {
        this.source = source;
        this.collation = collation;
        this.random = random;
        this.batches = batches;
        this.manager = manager;
        workers = Executors.newFixedThreadPool(workerCount, task -> {
            Thread thread = new Thread(task, "engram-loader");
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        });
        while (asked < Math.min((long) workerCount * prefetch, batches.size())) {
            ask();
        }
    }

    private void ask() {
        int[] indices = batches.get(asked++);
        ahead.addLast(workers.submit(() -> prepare(indices)));
    }

    @Override
    public boolean hasNext() {
        return given < batches.size();
    }

    /**
     * @return the next batch, to be closed
     * @throws EngramException when a sample cannot be had, with its index
     */
    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the epoch has " + batches.size() + " batches");
        }
        Map<String, NpyArray> prepared = await(ahead.removeFirst());
        if (asked < batches.size()) {
            ask();
        }
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        prepared.forEach((name, array) -> arrays.put(name, DeviceArrays.of(manager, name, array)));
        return new Batch(arrays, batches.get(given++));
    }

    private Map<String, NpyArray> prepare(int[] indices) {
        List<Example> samples = new ArrayList<>(indices.length);
        for (int index : indices) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException("loading");
            }
            try {
                samples.add(source.sample(index, random.derive(index)));
            } catch (RuntimeException | OutOfMemoryError failure) {
                throw new EngramException("sample " + index + " of the data could not be had: "
                        + (failure.getMessage() == null ? failure.toString() : failure.getMessage()),
                        failure);
            }
        }
        return collation.collate(samples);
    }

    private static Map<String, NpyArray> await(Future<Map<String, NpyArray>> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancelledException("loading");
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof EngramException known) {
                throw known;
            }
            throw new EngramException("a batch could not be put together: " + failure.getCause(),
                    failure.getCause());
        }
    }

    /** Stops loading and waits for the threads to end; samples that are being read are finished or interrupted. */
    @Override
    public void close() {
        workers.shutdownNow();
        ahead.clear();
        given = batches.size();
        try {
            for (Thread thread : threads) {
                thread.join(LONGEST_WAIT_MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
