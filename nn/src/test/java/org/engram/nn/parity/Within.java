package org.engram.nn.parity;

import ai.djl.ndarray.NDList;
import java.util.function.BiFunction;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;

/** A layer as {@code inner} of another, for calls that take more than the layer's arrays. */
public final class Within extends Layer {
    private final BiFunction<Pass, NDList, NDList> call;

    /** @param inner the layer under test @param call runs it on the fixture's inputs */
    public Within(Layer inner, BiFunction<Pass, NDList, NDList> call) {
        child("inner", inner);
        this.call = call;
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        return call.apply(pass, inputs);
    }
}
