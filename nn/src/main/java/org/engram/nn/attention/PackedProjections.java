package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.operators.Products;

/** The parameters of PyTorch's own attention: one weight for all three, or three weights, and one bias. */
final class PackedProjections implements HeadProjections {
    private final long inner;
    private final Parameter[] weights;
    private final Parameter bias;

    PackedProjections(long inner, Parameter[] weights, Parameter bias) {
        this.inner = inner;
        this.weights = weights;
        this.bias = bias;
    }

    @Override
    public NDList all(Pass pass, NDArray tokens) {
        return weights.length == 1
                ? project(pass, tokens, 0, 3).split(3, 2)
                : new NDList(project(pass, tokens, 0, 1), project(pass, tokens, 1, 2),
                        project(pass, tokens, 2, 3));
    }

    @Override
    public NDArray query(Pass pass, NDArray tokens) {
        return project(pass, tokens, 0, 1);
    }

    @Override
    public NDList memory(Pass pass, NDArray keys, NDArray values) {
        return keys == values && weights.length == 1
                ? project(pass, keys, 1, 3).split(2, 2)
                : new NDList(project(pass, keys, 1, 2), project(pass, values, 2, 3));
    }

    /** By the parts {@code from} to below {@code to} of query, key, value. */
    private NDArray project(Pass pass, NDArray tokens, int from, int to) {
        NDArray weight = weights.length == 1 ? rows(pass, weights[0], from, to) : pass.value(weights[from]);
        long given = tokens.getShape().get(2);
        if (given != weight.getShape().get(1)) {
            throw new ShapeException((weights.length == 1 ? weights[0] : weights[from]).getName()
                    + " wants " + weight.getShape().get(1)
                    + " features on the last axis, but the input has shape " + tokens.getShape());
        }
        return Products.linear(pass, tokens, weight, bias == null ? null : rows(pass, bias, from, to));
    }

    private NDArray rows(Pass pass, Parameter parameter, int from, int to) {
        NDArray whole = pass.value(parameter);
        return to - from == 3 ? whole : whole.get(new NDIndex("{}:{}", from * inner, to * inner));
    }
}
