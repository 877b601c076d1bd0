package org.engram.nn.quantization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;

/**
 * Quantizers of which each takes what the ones before it left over (Zeghidour et al. 2021). Children: {@code
 * layers.0}, {@code layers.1} and so on.
 *
 * <p>Input: (..., feature). Results: see {@link Quantized}; the vectors are the sum over quantizers, the codes (...,
 * quantizer), the loss the sum, the perplexity the mean.
 */
public final class ResidualQuantizer extends Layer {
    private final List<VectorQuantizer> stages = new ArrayList<>();

    /** @param count of quantizers, at least 1 @param quantizer makes one; by Euclidean distance, or lengths are lost */
    public ResidualQuantizer(int count, Supplier<VectorQuantizer> quantizer) {
        if (count < 1) {
            throw new IllegalArgumentException(count + " quantizers are none: give at least 1");
        }
        for (int stage = 0; stage < count; stage++) {
            stages.add(child("layers." + stage, quantizer.get()));
        }
    }

    /**
     * @param pass the run it belongs to
     * @param input (..., feature)
     * @return the results under their names
     */
    public Quantized quantize(Pass pass, NDArray input) {
        return Quantized.of(apply(pass, new NDList(input)));
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray rest = inputs.get(0);
        NDArray vectors = null;
        NDArray loss = null;
        NDArray perplexity = null;
        NDList codes = new NDList();
        for (VectorQuantizer stage : stages) {
            Quantized part = stage.quantize(pass, rest);
            rest = rest.sub(part.vectors().stopGradient());
            vectors = vectors == null ? part.vectors() : vectors.add(part.vectors());
            loss = loss == null ? part.loss() : loss.add(part.loss());
            perplexity = perplexity == null ? part.perplexity() : perplexity.add(part.perplexity());
            codes.add(part.codes());
        }
        int axis = codes.get(0).getShape().dimension();
        return new Quantized(vectors, NDArrays.stack(codes, axis), loss, perplexity.div(stages.size()))
                .list();
    }
}
