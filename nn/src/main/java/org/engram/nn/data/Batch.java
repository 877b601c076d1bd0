package org.engram.nn.data;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.engram.core.EngramException;

/** Several samples on the device, each array with a batch axis in front. Closing it closes its arrays. */
public final class Batch implements AutoCloseable {
    private final Map<String, NDArray> arrays;
    private final int[] indices;
    private final Map<String, NDArray> measures = new LinkedHashMap<>();

    /**
     * @param arrays by name, each (batch, ...); owned by the batch
     * @param indices which samples of the source they are
     */
    public Batch(Map<String, NDArray> arrays, int... indices) {
        this.arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        this.indices = indices.clone();
    }

    /** @return how many samples */
    public int size() {
        return indices.length;
    }

    /** @return which samples of the source, in the order of the batch axis */
    public int[] indices() {
        return indices.clone();
    }

    /** @param name of an array in the samples @return it, as (batch, ...); owned by the batch */
    public NDArray array(String name) {
        NDArray found = arrays.get(name);
        if (found == null) {
            throw new EngramException("a batch holds " + arrays.keySet() + " and no \"" + name + "\"");
        }
        return found;
    }

    /** @return all arrays by name */
    public Map<String, NDArray> arrays() {
        return arrays;
    }

    /**
     * Has a number logged beside the loss (a part of the loss, an accuracy), averaged over batches by their size.
     *
     * @param name in the log
     * @param value one number, made in the pass that computes the loss
     */
    public void measure(String name, NDArray value) {
        measures.put(name, value);
    }

    /** @return what was measured on this batch */
    public Map<String, NDArray> measures() {
        return Collections.unmodifiableMap(measures);
    }

    @Override
    public void close() {
        arrays.values().forEach(NDArray::close);
    }
}
