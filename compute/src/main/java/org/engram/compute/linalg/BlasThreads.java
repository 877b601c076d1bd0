package org.engram.compute.linalg;

import java.util.function.IntConsumer;
import org.bytedeco.openblas.global.openblas;
import org.engram.core.Parallelism;

/**
 * Who gets the processors: OpenBLAS inside one large product, or a loop of our own whose body makes many small ones.
 * Both at once put more threads to work than there are processors, which is many times slower than either. OpenBLAS
 * counts its threads for the whole process, so while any loop runs here, every product of the process has one thread;
 * the former number returns with the end of the last loop. Thread-safe; loops may be nested.
 *
 * <p>A product made in such a loop is the same to the last bit whatever the number of threads, because OpenBLAS
 * divides it the same way each time. Make a large product that all passes of a loop share before the loop begins.
 *
 * <pre>{@code
 * Matrix gram = DenseAlgebra.gram(x);                                             // all processors
 * BlasThreads.forEach(Parallelism.available(), folds, fold -> fit(gram, fold));   // one fold per processor
 * }</pre>
 */
public final class BlasThreads {
    /** Loops under way. */
    private static int loops;
    /** Threads to return to after the last of them. */
    private static int former;

    private BlasThreads() {}

    /**
     * Runs a parallel loop whose body calls {@link DenseAlgebra} or {@link Cholesky}, with one thread for each call.
     * A loop of one pass leaves OpenBLAS all its threads.
     *
     * @param parallelism threads over the passes
     * @param count number of passes
     * @param body called concurrently with 0..count-1, as {@link Parallelism#forEach} does
     */
    public static void forEach(Parallelism parallelism, int count, IntConsumer body) {
        if (count <= 1) {
            parallelism.forEach(count, body);
        } else {
            withSingleThread(() -> parallelism.forEach(count, body));
        }
    }

    /**
     * The same, for consecutive blocks of passes.
     *
     * @param parallelism threads over the blocks
     * @param count number of passes
     * @param blockSize passes in a block; the last may be shorter
     * @param body called concurrently with each block, as {@link Parallelism#forBlocks} does
     */
    public static void forBlocks(Parallelism parallelism, int count, int blockSize,
            Parallelism.BlockBody body) {
        if (count <= blockSize) {
            parallelism.forBlocks(count, blockSize, body);
        } else {
            withSingleThread(() -> parallelism.forBlocks(count, blockSize, body));
        }
    }

    /**
     * @param body run with one thread for each product; may itself run on several threads. Where OpenBLAS cannot be
     *     loaded it just runs, and its first product says so
     */
    public static void withSingleThread(Runnable body) {
        if (!NativeBlas.isAvailable()) {
            body.run();
            return;
        }
        enter();
        try {
            body.run();
        } finally {
            leave();
        }
    }

    /** @return threads a product may use at this moment */
    public static int current() {
        NativeBlas.require();
        return openblas.blas_get_num_threads();
    }

    /** Takes effect at once, or after the loops that are under way. */
    static synchronized void set(int threads) {
        if (loops > 0) {
            former = threads;
        } else {
            openblas.blas_set_num_threads(threads);
        }
    }

    private static synchronized void enter() {
        if (loops++ == 0) {
            former = openblas.blas_get_num_threads();
            openblas.blas_set_num_threads(1);
        }
    }

    private static synchronized void leave() {
        if (--loops == 0) {
            openblas.blas_set_num_threads(former);
        }
    }
}
