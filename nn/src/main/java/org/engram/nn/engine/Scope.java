package org.engram.nn.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import java.util.function.Supplier;

/**
 * Closes every array made inside it on this thread, except what is handed out. Native memory is freed when the last
 * operation that needs it has run, and not when the garbage collector gets to it.
 *
 * <p>What the gradient needs is kept alive by the engine itself, so a scope may close while a graph is recorded.
 *
 * <p>Scopes nest: what an inner one hands out belongs to the outer one. Confined to the thread that opens it.
 */
public final class Scope implements AutoCloseable {
    private final NDScope scope = new NDScope();

    /**
     * Runs {@code body}, closes what it made and keeps its result.
     *
     * @param body computes the result; may return one of {@code given} itself
     * @param given arrays that belong to someone else and must stay open even when they are the result
     * @return the result of {@code body}, owned by the enclosing scope if there is one
     */
    public static NDArray returning(Supplier<NDArray> body, NDArray... given) {
        NDArray result;
        try (Scope scope = new Scope()) {
            result = body.get();
            scope.release(result);
        }
        adopt(result, given);
        return result;
    }

    /**
     * As {@link #returning(Supplier, NDArray...)}, for several results.
     *
     * @param body computes the results
     * @param given arrays that belong to someone else
     * @return the results
     */
    public static NDList returning(Supplier<NDList> body, NDList given) {
        NDList results;
        try (Scope scope = new Scope()) {
            results = body.get();
            results.forEach(scope::release);
        }
        NDArray[] theirs = given.toArray(new NDArray[0]);
        results.forEach(result -> adopt(result, theirs));
        return results;
    }

    /**
     * Takes an array out of this scope: it stays open until its manager, or its owner, closes it.
     *
     * @param array an array made inside this scope, and not inside a scope opened after it
     * @return the same array
     */
    public NDArray release(NDArray array) {
        NDScope.unregister(array);
        return array;
    }

    @Override
    public void close() {
        scope.close();
    }

    private static void adopt(NDArray result, NDArray[] given) {
        for (NDArray theirs : given) {
            if (theirs == result) {
                return;
            }
        }
        NDScope.register(result);
    }
}
