package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.engram.core.EngramException;
import org.engram.nn.engine.Pass;

/**
 * The projected keys and values of every attention of a network, so that a decoder that writes one token at a time
 * computes each of them once. A {@link #growing} cache adds the new tokens to the earlier ones (self-attention); a
 * {@link #fixed} one keeps what the first step brought (cross-attention to an unchanging memory).
 *
 * <p>Holds its arrays until it is closed. For inference only. Not thread-safe.
 */
public final class KeyValueCache implements AutoCloseable {
    private final Map<MultiHeadAttention, NDList> held = new IdentityHashMap<>();
    private final NDManager manager;
    private final boolean grows;

    private KeyValueCache(NDManager manager, boolean grows) {
        this.manager = manager.newSubManager();
        this.grows = grows;
    }

    /** @param manager a parent for the arrays @return an empty cache to which every step adds */
    public static KeyValueCache growing(NDManager manager) {
        return new KeyValueCache(manager, true);
    }

    /** @param manager a parent for the arrays @return an empty cache that keeps the first step's keys and values */
    public static KeyValueCache fixed(NDManager manager) {
        return new KeyValueCache(manager, false);
    }

    /** @return how many tokens are held */
    public long length() {
        return held.values().stream().findFirst().map(pair -> pair.get(0).getShape().get(2)).orElse(0L);
    }

    /**
     * Keeps chosen rows of the batch, as a beam search does.
     *
     * @param rows int64, the row of the batch so far that each row from now on continues
     */
    public void select(NDArray rows) {
        held.replaceAll((attention, pair) -> keep(pair, new NDList(pair.get(0).get(new NDIndex("{}", rows)),
                pair.get(1).get(new NDIndex("{}", rows)))));
    }

    /** Gives all keys and values of an attention, (batch, head, token, feature) each. */
    NDList extend(MultiHeadAttention attention, Pass pass, Supplier<NDList> projected) {
        if (pass.recording()) {
            throw new EngramException(
                    "a key-value cache is for inference: open the pass with Pass.inference()");
        }
        NDList before = held.get(attention);
        if (before != null && !grows) {
            return before;
        }
        NDList now = projected.get();
        NDList all = before == null
                ? new NDList(now.get(0).duplicate(), now.get(1).duplicate())
                : new NDList(before.get(0).concat(now.get(0), 2), before.get(1).concat(now.get(1), 2));
        held.put(attention, keep(before, all));
        return all;
    }

    private NDList keep(NDList before, NDList now) {
        now.forEach(array -> {
            NDScope.unregister(array);
            array.attach(manager);
        });
        if (before != null) {
            before.close();
        }
        return now;
    }

    @Override
    public void close() {
        held.clear();
        manager.close();
    }
}
