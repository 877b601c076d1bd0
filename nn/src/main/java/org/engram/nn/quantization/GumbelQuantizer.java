package org.engram.nn.quantization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.Linear;
import org.engram.nn.operators.Choices;
import org.engram.nn.operators.Segments;

/**
 * A code drawn from a distribution over the codebook, relaxed so that a gradient passes (Jang et al. 2017; Baevski et
 * al. 2020). In inference the likeliest code is taken and nothing is random.
 *
 * <p>Children and parameters: {@code proj} (a linear layer from features to codes), {@code embed.weight} (code,
 * width).
 *
 * <p>Input: (..., feature). Results: see {@link Quantized}, vectors (..., width); the loss is the divergence of the
 * distribution from the uniform one, times its weight.
 */
public final class GumbelQuantizer extends Layer {
    private final Linear logits;
    private final Parameter codebook;
    private final boolean hard;
    private final double divergenceWeight;
    private volatile double temperature = 1;

    /**
     * @param features in
     * @param codes how many there are
     * @param width of the vector of each code
     * @param hard whether training, too, hands on one code rather than a mixture
     * @param divergenceWeight of the loss: 5e-4 by custom, 0 for none
     */
    public GumbelQuantizer(long features, long codes, long width, boolean hard, double divergenceWeight) {
        logits = child("proj", new Linear(features, codes));
        codebook = parameter("embed.weight", Initialization.normal(1), codes, width);
        this.hard = hard;
        this.divergenceWeight = divergenceWeight;
    }

    /** @param value of the relaxation, above 0; 1 at first, and lowered as training goes on */
    public void temperature(double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("the temperature is " + value + ": it must be above 0");
        }
        temperature = value;
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
        NDArray scores = logits.apply(pass, inputs.get(0));
        NDArray choice = pass.training()
                ? Choices.gumbelSoftmax(scores, temperature, hard)
                : Choices.softmax(scores, 1, true);
        NDArray vectors = choice.matMul(pass.value(codebook));
        NDArray codes = choice.stopGradient().argMax(-1);
        long count = codebook.getShape().get(0);
        NDArray flat = codes.reshape(-1);
        NDArray uses = Segments.count(flat.toType(DataType.FLOAT32, false), flat, count);
        NDArray logarithms = scores.logSoftmax(-1);
        // KL(q, uniform) = sum q (log q + log codes)
        NDArray loss = logarithms.exp().mul(logarithms.add(Math.log(count))).sum(new int[] {-1}).mean()
                .mul(divergenceWeight);
        return new Quantized(vectors, codes, loss, Quantized.perplexity(uses.div(uses.sum()))).list();
    }
}
