package org.engram.generative.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Set;
import org.engram.core.ShapeException;
import org.engram.generative.NetworkTest;
import org.engram.nn.layers.Layer;
import org.engram.nn.parity.Parity;
import org.engram.nn.parity.ScaledSineWeights;
import org.junit.jupiter.api.Test;
import static org.engram.nn.parity.ScaledSineWeights.cosines;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class DiffusionPriorTest extends NetworkTest {
    private static final DataType TYPE = DataType.FLOAT64;

    private DiffusionPrior small() {
        DiffusionPrior prior = new DiffusionPrior(new DiffusionPriorConfiguration(3, 16, 2, 2, 8, 100));
        ScaledSineWeights.fill(prior, manager, TYPE);
        return prior;
    }

    @Test
    void whatIsDroppedIsReplacedByWhatWasLearned() {
        DiffusionPrior prior = small();
        NDArray brain = cosines(manager, TYPE, 0.07, 2, 3, 16);
        NDArray image = cosines(manager, TYPE, 0.11, 2, 3, 16);
        NDArray steps = manager.create(new long[] {3, 77});
        NDArray found = prior
                .apply(pass, new NDList(brain, image, steps, manager.create(new boolean[] {false, true}),
                        manager.create(new boolean[] {true, false})))
                .get(0);
        NDArray noBrain = prior.state().get("null_brain_embeds").getArray().expandDims(0);
        NDArray noImage = prior.state().get("null_image_embed").getArray().expandDims(0);
        NDArray expected = prior.apply(pass, new NDList(noBrain.concat(brain.get("1:2"), 0),
                image.get("0:1").concat(noImage, 0), steps)).get(0);
        assertArrayEquals(Parity.numbers(expected), Parity.numbers(found), 0);
    }

    @Test
    void namesOfThePublishedPrior() {
        Set<String> names = new DiffusionPrior(DiffusionPriorConfiguration.mindEye2()).state().keySet();
        assertEquals(7 + 6 * 9, names.size());
        for (String name : new String[] {"learned_query", "null_brain_embeds", "null_image_embed",
                "to_time_embeds.0.weight", "causal_transformer.rel_pos_bias.relative_attention_bias.weight",
                "causal_transformer.layers.5.0.norm.g", "causal_transformer.layers.5.0.null_kv",
                "causal_transformer.layers.5.0.to_q.weight", "causal_transformer.layers.5.0.to_kv.weight",
                "causal_transformer.layers.5.0.to_out.0.weight", "causal_transformer.layers.5.0.to_out.1.g",
                "causal_transformer.layers.5.1.0.g", "causal_transformer.layers.5.1.1.weight",
                "causal_transformer.layers.5.1.5.weight", "causal_transformer.norm.g",
                "causal_transformer.project_out.weight"}) {
            assertEquals(true, names.contains(name), name);
        }
    }

    /** Heads wider than 32 features turn only the first 32: written out number by number. */
    @Test
    void attentionWithPartlyTurnedHeads() {
        int width = 6;
        int heads = 2;
        int features = 36;
        int tokens = 3;
        PriorAttention layer = new PriorAttention(width, heads, features);
        ScaledSineWeights.fill(layer, manager, TYPE);
        NDArray x = cosines(manager, TYPE, 0.31, 1, tokens, width);
        NDArray bias = cosines(manager, TYPE, 0.17, heads, tokens, tokens + 1);
        NDArray found = layer.apply(pass, new NDList(x, bias)).get(0);

        NDArray normalized = part(layer, "norm", x);
        double[] q = Parity.numbers(part(layer, "to_q", normalized));
        double[] kv = Parity.numbers(part(layer, "to_kv", normalized));
        double[] nothing = Parity.numbers(layer.state().get("null_kv").getArray());
        double[] biases = Parity.numbers(bias);
        double[] mixed = new double[tokens * heads * features];
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < tokens; i++) {
                double[] query = unit(turned(q, (i * heads + head) * features, features, i));
                double[] logits = new double[tokens + 1];
                double total = 0;
                for (int j = 0; j <= tokens; j++) {
                    double[] key = unit(j == 0
                            ? Arrays.copyOf(nothing, features)
                            : turned(kv, (j - 1) * 2 * features, features, j - 1));
                    for (int f = 0; f < features; f++) {
                        logits[j] += 16 * query[f] * key[f];
                    }
                    logits[j] = Math.exp(logits[j] + biases[(head * tokens + i) * (tokens + 1) + j]);
                    total += logits[j];
                }
                for (int j = 0; j <= tokens; j++) {
                    for (int f = 0; f < features; f++) {
                        double value = j == 0
                                ? nothing[features + f]
                                : kv[(j - 1) * 2 * features + features + f];
                        mixed[(i * heads + head) * features + f] += logits[j] / total * value;
                    }
                }
            }
        }
        NDArray expected = part(layer, "to_out.1", part(layer, "to_out.0",
                manager.create(mixed, new Shape(1, tokens, (long) heads * features))));
        // Gains are normalised twice; 1e-10 is rounding of float64 through a normalisation of small numbers.
        assertArrayEquals(Parity.numbers(expected), Parity.numbers(found), 1e-10);
    }

    private NDArray part(Layer layer, String name, NDArray input) {
        return layer.layers().get(name).apply(pass, new NDList(input)).get(0);
    }

    private static double[] turned(double[] from, int start, int features, int place) {
        double[] x = Arrays.copyOfRange(from, start, start + features);
        for (int f = 0; f < 32; f += 2) {
            double angle = place / Math.pow(10000, f / 32.0);
            double even = x[f] * Math.cos(angle) - x[f + 1] * Math.sin(angle);
            x[f + 1] = x[f + 1] * Math.cos(angle) + x[f] * Math.sin(angle);
            x[f] = even;
        }
        return x;
    }

    private static double[] unit(double[] x) {
        double length = Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
        return Arrays.stream(x).map(v -> v / length).toArray();
    }

    @Test
    void badInputIsNamed() {
        DiffusionPrior prior = small();
        NDArray brain = cosines(manager, TYPE, 0.07, 2, 4, 16);
        assertEquals("the brain tokens have shape (2, 4, 16): this prior takes (batch, 3, 16)",
                assertThrows(ShapeException.class,
                        () -> prior.apply(pass, new NDList(brain, brain, manager.create(new long[] {3, 77}))))
                        .getMessage());
        assertThrows(IllegalArgumentException.class,
                () -> new DiffusionPriorConfiguration(3, 16, 2, 2, 7, 100));
    }
}
