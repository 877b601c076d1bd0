package org.engram.decoders.foundation.meggpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.recurrent.Gru;
import org.engram.nn.recurrent.RecurrentOptions;

/**
 * Every sample of every channel to one of 128 tokens, by a recurrent network that looks back, and tokens to a signal, by a
 * waveform of ten samples that each of them adds.
 *
 * <p>Input: (batch, time, channel), standardised. Results: int64 (batch, time, channel) tokens; (batch, time, channel)
 * signal reconstructed from them; (batch, time, channel, token) logits.
 *
 * <p>In training the signal is reconstructed from a mixture of the softmax of the logits and the most likely token, in the
 * proportion of {@code token_weights_layer._temperature}, which falls from 1 to 0.001 over the training. The first samples
 * of a window are start-up transients of the recurrence and should be discarded.
 */
public final class MegTokenizer extends Layer {
    private static final double SHARPNESS = 10;

    private final int tokens;
    private final Gru encoder;
    private final Linear dense;
    private final LayerNormalization norm;
    private final Parameter temperature;
    private final TokenBasis basis;

    /** @param tokens to choose from, and features of the recurrence; 128 @param taps of a token's waveform; 10 */
    public MegTokenizer(int tokens, int taps) {
        this.tokens = tokens;
        encoder = child("encoder_layer.rnn_layers.0", new Gru(RecurrentOptions.of(1, tokens)));
        temperature = child("token_weights_layer", new Temperature()).value;
        dense = child("token_weights_layer.dense_layer", new Linear(tokens, tokens));
        norm = child("token_weights_layer.norm_layer", new LayerNormalization(tokens));
        basis = child("decoder_layer.token_basis_layer", new TokenBasis(tokens, taps));
    }

    /** @return of the released sizes */
    public static MegTokenizer published() {
        return new MegTokenizer(128, 10);
    }

    /** @param value the share of the softmax in what training reconstructs from, 0 to 1 */
    public void temperature(double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("the temperature is " + value + ": it lies between 0 and 1");
        }
        temperature.getArray().muli(0);
        temperature.getArray().addi(value);
    }

    /**
     * The signal that tokens stand for.
     *
     * @param pass the run it belongs to
     * @param given int64 (batch, time, channel) tokens
     * @return (batch, time, channel)
     */
    public NDArray decode(Pass pass, NDArray given) {
        Shape shape = given.getShape();
        NDArray rows = given.transpose(0, 2, 1).reshape(-1, shape.get(1));
        NDArray like = basis.learned().values().iterator().next().getArray();
        NDArray chosen = rows.oneHot(tokens, like.getDataType());
        return unfolded(basis.apply(pass, new NDList(chosen)).get(0), shape);
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDArray x = inputs.get(0);
        Shape shape = x.getShape();
        if (shape.dimension() != 3) {
            throw new ShapeException(
                    "the MEG tokeniser takes (batch, time, channel), but the input has shape "
                            + shape);
        }
        NDArray series = x.transpose(0, 2, 1).reshape(-1, shape.get(1), 1); // each channel for itself
        NDArray states = encoder.apply(pass, new NDList(series)).get(0);
        NDArray logits = norm.apply(pass, dense.apply(pass, states)).mul(SHARPNESS);
        NDArray chosen = logits.stopGradient().argMax(-1);
        NDArray weights = chosen.oneHot(tokens, logits.getDataType());
        if (pass.training()) {
            NDArray soft = pass.value(temperature);
            weights = logits.softmax(-1).mul(soft).add(weights.mul(soft.neg().add(1)));
        }
        NDArray signal = unfolded(basis.apply(pass, new NDList(weights)).get(0), shape);
        return new NDList(unfolded(chosen, shape), signal,
                logits.reshape(shape.get(0), shape.get(2), shape.get(1), tokens).transpose(0, 2, 1, 3));
    }

    private static NDArray unfolded(NDArray rows, Shape shape) {
        return rows.reshape(shape.get(0), shape.get(2), shape.get(1)).transpose(0, 2, 1);
    }

    private static final class Temperature extends Layer {
        private final Parameter value;

        Temperature() {
            value = buffer("_temperature", Initialization.ONES);
        }

        @Override
        protected NDList compute(Pass pass, NDList inputs) {
            return new NDList(pass.value(value).add(0));
        }
    }

    /** (sequence, time, token) weights to (sequence, time): the sum of the tokens' waveforms. */
    private static final class TokenBasis extends Layer {
        private final Parameter weight;
        private final Parameter bias;
        private final int taps;

        TokenBasis(int tokens, int taps) {
            this.taps = taps;
            Initialization start = Initialization.fanIn((long) tokens * taps);
            weight = parameter("weight", start, tokens, tokens, taps);
            bias = parameter("bias", start, tokens);
        }

        @Override
        protected NDList compute(Pass pass, NDList inputs) {
            NDArray x = inputs.get(0).transpose(0, 2, 1);
            NDArray waveforms = pass.value(weight).sum(new int[] {0}, true); // (1, token, tap)
            NDArray offset = pass.value(bias).sum(new int[] {0}, true);
            NDArray before = x.getManager().zeros(
                    new Shape(x.getShape().get(0), x.getShape().get(1), taps - 1), x.getDataType());
            return new NDList(x.getNDArrayInternal().convolution(before.concat(x, 2), waveforms, offset,
                    new Shape(1), new Shape(0), new Shape(1), 1).get(0).squeeze(1));
        }
    }
}
