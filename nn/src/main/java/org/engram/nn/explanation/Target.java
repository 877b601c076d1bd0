package org.engram.nn.explanation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.engram.core.ShapeException;

/**
 * The number whose origin is asked for, computed from the outputs of a network. Explain logits, not probabilities: a
 * softmax saturates and mixes the evidence for one class with that against the others.
 */
public interface Target {
    /**
     * @param outputs (batch, outputs), or (batch) for a network with one number
     * @return (batch), differentiable; each element from its own row of {@code outputs} only
     */
    NDArray score(NDArray outputs);

    /** @return what is explained, for a report */
    String description();

    /**
     * @param index of an output: a class, or a regression's variable
     * @return its value
     */
    static Target output(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("output " + index + " does not exist: outputs count from 0");
        }
        return of("output " + index, outputs -> {
            NDArray rows = rows(outputs, index);
            return rows.get(":, {}", index);
        });
    }

    /**
     * @param index of a class
     * @return its logit less the mean of the others'
     */
    static Target contrast(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("output " + index + " does not exist: outputs count from 0");
        }
        return of("output " + index + " minus the mean of the others", outputs -> {
            NDArray rows = rows(outputs, index);
            int count = (int) rows.getShape().get(1);
            if (count < 2) {
                throw new ShapeException("the outputs have shape " + outputs.getShape()
                        + ": a contrast needs at least two; explain the output itself");
            }
            float[] weights = new float[count];
            Arrays.fill(weights, -1f / (count - 1));
            weights[index] = 1;
            NDManager manager = outputs.getManager();
            return rows.mul(manager.create(weights, new Shape(1, count)).toType(rows.getDataType(), false))
                    .sum(new int[] {1});
        });
    }

    /**
     * The class the network decides for, settled once: noisy and masked copies of the sample are explained for the same
     * class even where the network would decide otherwise.
     *
     * @param network that decides
     * @param sample about this input
     * @return the largest of its outputs
     */
    static Target predicted(ExplainedNetwork network, Sample sample) {
        float[] outputs = network.outputs(sample);
        int best = 0;
        for (int i = 1; i < outputs.length; i++) {
            best = outputs[i] > outputs[best] ? i : best;
        }
        return output(best);
    }

    /**
     * @param description for a report
     * @param score from (batch, outputs...) to (batch)
     * @return that score
     */
    static Target of(String description, UnaryOperator<NDArray> score) {
        return new Target() {
            @Override
            public NDArray score(NDArray outputs) {
                return score.apply(outputs);
            }

            @Override
            public String description() {
                return description;
            }

            @Override
            public String toString() {
                return description;
            }
        };
    }

    private static NDArray rows(NDArray outputs, int index) {
        Shape shape = outputs.getShape();
        NDArray rows = shape.dimension() == 1 ? outputs.reshape(-1, 1) : outputs;
        if (rows.getShape().dimension() != 2 || index >= rows.getShape().get(1)) {
            throw new ShapeException(
                    "the network gives " + shape + ", which has no output " + index + " of (batch, outputs): "
                            + "name another, or give the score as a function of the outputs");
        }
        return rows;
    }
}
