package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;

/**
 * A feed-forward network in which one linear map of the input gates another (Shazeer 2020): second(activation(gate) *
 * up). With {@link Activation#SILU} it is SwiGLU, with {@link Activation#GELU} GEGLU.
 */
public final class GatedFeedForward extends SimpleLayer {
    private final Linear up;
    private final Linear gate;
    private final Linear down;
    private final Activation activation;
    private final Dropout dropout;

    private GatedFeedForward(Activation activation, double dropout, Linear up, Linear gate, Linear down) {
        this.activation = activation;
        this.dropout = new Dropout(dropout);
        this.up = up;
        this.gate = gate;
        this.down = down;
    }

    /**
     * As in LLaMA and its kin. Children: {@code gate_proj}, {@code up_proj}, {@code down_proj}.
     *
     * @param features in and out
     * @param hidden between
     * @param activation of the gate
     * @param biased whether the layers have biases
     * @param dropout between
     * @return the layer
     */
    public static GatedFeedForward separate(long features, long hidden, Activation activation,
            boolean biased, double dropout) {
        Linear gate = new Linear(features, hidden, biased);
        Linear up = new Linear(features, hidden, biased);
        Linear down = new Linear(hidden, features, biased);
        GatedFeedForward layer = new GatedFeedForward(activation, dropout, up, gate, down);
        layer.child("gate_proj", gate);
        layer.child("up_proj", up);
        layer.child("down_proj", down);
        return layer;
    }

    /**
     * As in Stable Diffusion: one linear layer gives first what is gated, then the gate. Children: {@code
     * net.0.proj}, {@code net.2}, with biases.
     *
     * @param features in and out
     * @param hidden between
     * @param activation of the gate: GELU there
     * @param dropout between
     * @return the layer
     */
    public static GatedFeedForward joint(long features, long hidden, Activation activation, double dropout) {
        Linear both = new Linear(features, 2 * hidden);
        Linear down = new Linear(hidden, features);
        GatedFeedForward layer = new GatedFeedForward(activation, dropout, both, null, down);
        layer.child("net.0.proj", both);
        layer.child("net.2", down);
        return layer;
    }

    /** @param input (..., feature) @return (..., feature) */
    @Override
    protected NDArray compute(Pass pass, NDArray input) {
        NDArray raised = up.apply(pass, input);
        NDArray gated;
        if (gate == null) {
            NDList halves = raised.split(2, raised.getShape().dimension() - 1);
            gated = gated(halves.get(0), halves.get(1));
            halves.close();
        } else {
            try (NDArray gating = gate.apply(pass, input)) {
                gated = gated(raised, gating);
            }
        }
        raised.close();
        return down.apply(pass, dropout.apply(pass, gated));
    }

    /** Frees the activated gate at once: the hidden features are the largest arrays of a transformer. */
    private NDArray gated(NDArray raised, NDArray gating) {
        try (NDArray active = activation.of(gating)) {
            return raised.mul(active);
        }
    }
}
