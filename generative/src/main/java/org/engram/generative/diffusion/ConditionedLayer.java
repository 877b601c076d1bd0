package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Scope;
import org.engram.nn.layers.Layer;

/** A layer whose result depends on what the image shall show, besides its inputs. */
abstract class ConditionedLayer extends Layer {
    /** How many inputs are the layer's own; one after them is the context. */
    private final int ownInputs;

    ConditionedLayer(int ownInputs) {
        this.ownInputs = ownInputs;
    }

    abstract NDList compute(Pass pass, NDList inputs, UNetConditions conditions);

    /**
     * @param pass the run it belongs to
     * @param input as the class documents
     * @param conditions what the image shall show
     * @return the first result
     */
    public final NDArray apply(Pass pass, NDArray input, UNetConditions conditions) {
        return apply(pass, new NDList(input), conditions).get(0);
    }

    /**
     * @param pass the run it belongs to
     * @param inputs as the class documents
     * @param conditions what the image shall show
     * @return the results
     */
    public final NDList apply(Pass pass, NDList inputs, UNetConditions conditions) {
        return Scope.returning(() -> compute(pass, inputs, conditions), inputs);
    }

    /** @param inputs the layer's own, then nothing or the context (batch, token, contextWidth) */
    @Override
    protected final NDList compute(Pass pass, NDList inputs) {
        return inputs.size() <= ownInputs
                ? compute(pass, inputs, UNetConditions.builder().build())
                : compute(pass, new NDList(inputs.subList(0, ownInputs)),
                        UNetConditions.of(inputs.get(ownInputs)));
    }
}
