package org.engram.nn.quantization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What a quantizer gives.
 *
 * @param vectors (..., feature): of the codebook, with the gradient passed on to the input
 * @param codes (...), int64: their numbers
 * @param loss one number to add to the loss of the network
 * @param perplexity one number, from 1 (one code takes all) to the size of the codebook (all are used alike)
 */
public record Quantized(NDArray vectors, NDArray codes, NDArray loss, NDArray perplexity) {
    /**
     * @param results of a quantizer run as a layer
     * @return the same under their names
     */
    public static Quantized of(NDList results) {
        return new Quantized(results.get(0), results.get(1), results.get(2), results.get(3));
    }

    NDList list() {
        return new NDList(vectors, codes, loss, perplexity);
    }

    /**
     * @param share (code): how much of the batch each code takes, summing to 1
     * @return exp of the entropy
     */
    static NDArray perplexity(NDArray share) {
        // A code that is not used adds 0; the small number keeps its logarithm finite.
        return share.mul(share.add(1e-10).log()).sum().neg().exp();
    }
}
