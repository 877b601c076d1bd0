package org.engram.nn.explanation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.ActivationLayer;

/**
 * The gradient, with its negative part dropped at every rectifier on the way back.
 *
 * <p><b>Warning.</b> The maps look sharp because they show edges of the input; they hardly depend on what the upper
 * layers have learnt (Adebayo and others 2018) and are offered for comparison only. Every result says so.
 *
 * <p>Only rectifiers that are layers of their own ({@code Activation.RELU.layer()}) are guided; a network without any is
 * refused.
 *
 * <h2>References</h2> J. T. Springenberg and others, ICLR workshop, 2015; J. Adebayo and others, NeurIPS, 2018.
 */
public final class GuidedBackpropagation implements AttributionMethod {
    @Override
    public String name() {
        return "guided backpropagation";
    }

    @Override
    public Attribution explain(ExplainedNetwork network, Sample sample, Target target) {
        try (Pass pass = network.open(); NDManager manager = network.newManager()) {
            List<NDArray> rectified = new ArrayList<>();
            List<NDArray> leaves = new ArrayList<>();
            pass.observedBy((block, inputs, outputs) -> {
                if (!(block instanceof ActivationLayer layer && layer.activation() == Activation.RELU)) {
                    return outputs;
                }
                rectified.add(pass.share(outputs.get(0)));
                leaves.add(pass.cut(outputs.get(0)));
                return new NDList(pass.share(leaves.get(leaves.size() - 1)));
            });
            NDArray batch = network.batch(manager, sample.values(), sample.shape());
            batch.setRequiresGradient(true);
            NDArray scores = ExplainedNetwork.scored(target, network.layer().apply(pass, batch), batch);
            if (leaves.isEmpty()) {
                throw new EngramException(
                        "the network has no rectifier that is a layer of its own, so there is "
                                + "nothing to guide: use SmoothGrad");
            }
            ExplainedNetwork.differentiate(pass, target, scores);
            guide(pass, rectified, leaves);
            NDArray gradient = pass.gradient(batch);
            if (gradient == null) {
                throw new EngramException("no gradient reaches the input from \"" + target.description()
                        + "\": the score does not depend on it");
            }
            return Attribution.builder(this, sample, target)
                    .values(gradient.toType(DataType.FLOAT32, false).toFloatArray())
                    .score(scores.toType(DataType.FLOAT64, false).toDoubleArray()[0])
                    .parameter("rectifiers", leaves.size())
                    .notice("guided-backpropagation-insensitive", "guided backpropagation shows edges of the "
                            + "input and hardly depends on what the network has learnt: do not interpret it alone")
                    .build();
        }
    }

    /** What runs later is differentiated first, so a rectifier's gradient is complete when its turn comes. */
    private static void guide(Pass pass, List<NDArray> rectified, List<NDArray> leaves) {
        for (int i = leaves.size() - 1; i >= 0; i--) {
            NDArray gradient = pass.gradient(leaves.get(i));
            if (gradient != null) {
                pass.backward(rectified.get(i), gradient.maximum(0));
            }
        }
    }
}
