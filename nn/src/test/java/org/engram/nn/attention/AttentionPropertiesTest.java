package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What must hold of attention whatever its weights. */
class AttentionPropertiesTest {
    /** The same sums in another order, in float32, on values of order 1. */
    private static final double ROUNDING = 2e-5;

    private static final TransformerOptions OPTIONS = TransformerOptions.builder(16, 4).hiddenWidth(24)
            .build();

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = Torch.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private <L extends Layer> L started(L layer) {
        layer.initialize(manager, DataType.FLOAT32, 5);
        return layer;
    }

    private NDArray tokens(int batch, int count) {
        float[] values = new float[batch * count * 16];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(1.7 * i + 0.3 * i * i % 7);
        }
        return manager.create(values, new Shape(batch, count, 16));
    }

    private static void assertClose(NDArray expected, NDArray found) {
        assertEquals(expected.getShape(), found.getShape());
        assertArrayEquals(Parity.numbers(expected), Parity.numbers(found), ROUNDING);
    }

    private static AttentionContext masked(AttentionMask mask) {
        return AttentionContext.NONE.with(mask);
    }

    @Test
    void orderOfTokensDoesNotMatterWithoutPositions() {
        TransformerEncoder encoder = started(new TransformerEncoder(2, OPTIONS, true));
        LinearAttention linear = started(new LinearAttention(16, 4, 0));
        try (Pass pass = Pass.inference()) {
            NDArray x = tokens(2, 6);
            NDIndex order = new NDIndex(":, {}", manager.create(new long[] {3, 0, 5, 1, 4, 2}));
            assertClose(encoder.apply(pass, x).get(order), encoder.apply(pass, x.get(order)));
            assertClose(linear.apply(pass, x).get(order), linear.apply(pass, x.get(order)));
        }
    }

    @Test
    void packedSequencesDoNotSeeEachOther() {
        TransformerEncoder encoder = started(new TransformerEncoder(2, OPTIONS, true));
        try (Pass pass = Pass.inference()) {
            NDArray x = tokens(1, 7);
            NDArray segments = manager.create(new long[] {0, 0, 0, 1, 1, 2, 2}, new Shape(1, 7));
            NDArray packed = encoder.apply(pass, x, masked(AttentionMask.segments(segments)));
            assertClose(encoder.apply(pass, x.get(new NDIndex(":, :3"))), packed.get(new NDIndex(":, :3")));
            assertClose(encoder.apply(pass, x.get(new NDIndex(":, 3:5"))), packed.get(new NDIndex(":, 3:5")));
            assertClose(encoder.apply(pass, x.get(new NDIndex(":, 5:"))), packed.get(new NDIndex(":, 5:")));
        }
    }

    @Test
    void whatComesLaterChangesNothingEarlier() {
        TransformerEncoder encoder = started(new TransformerEncoder(2, OPTIONS, true));
        try (Pass pass = Pass.inference()) {
            NDArray x = tokens(1, 6);
            NDArray changed = x.get(new NDIndex(":, :4")).concat(x.get(new NDIndex(":, 4:")).mul(-3), 1);
            NDIndex early = new NDIndex(":, :4");
            NDArray causal = encoder.apply(pass, x, masked(AttentionMask.CAUSAL));
            assertClose(causal.get(early),
                    encoder.apply(pass, changed, masked(AttentionMask.CAUSAL)).get(early));
            // Without the mask it does: the test can fail.
            assertTrue(encoder.apply(pass, x).sub(encoder.apply(pass, changed)).get(early).abs().max()
                    .getFloat() > 1e-3);
            // The engine's own causal kernel and a causal mask of ours say the same.
            NDArray all = manager.ones(new Shape(1, 6)).toType(DataType.BOOLEAN, false);
            assertClose(causal,
                    encoder.apply(pass, x, masked(AttentionMask.CAUSAL.and(AttentionMask.keys(all)))));
        }
    }

    @Test
    void stepByStepIsAsAtOnce() {
        TransformerEncoder encoder = started(new TransformerEncoder(2, OPTIONS, true));
        RotaryEmbedding rotary = new RotaryEmbedding(RotaryEmbedding.ofBase(4, 100),
                RotaryEmbedding.Pairing.HALVES);
        try (Pass pass = Pass.inference(); var cache = KeyValueCache.growing(manager)) {
            NDArray x = tokens(2, 6);
            NDArray places = manager.arange(6f);
            NDArray whole = encoder.apply(pass, x,
                    masked(AttentionMask.CAUSAL).with(rotary.at(pass, places)));
            // A beginning of three tokens, then one at a time.
            for (int[] step : new int[][] {{0, 3}, {3, 4}, {4, 5}, {5, 6}}) {
                NDIndex now = new NDIndex(":, {}:{}", step[0], step[1]);
                NDArray result = encoder.apply(pass, x.get(now), masked(AttentionMask.CAUSAL).with(cache)
                        .with(rotary.at(pass, places.get(new NDIndex("{}:{}", step[0], step[1])))));
                assertClose(whole.get(now), result);
            }
            assertEquals(6, cache.length());
        }
    }

    @Test
    void decodingWithMemoryStepByStepIsAsAtOnce() {
        TransformerDecoder decoder = started(new TransformerDecoder(2, OPTIONS, true));
        try (Pass pass = Pass.inference();
                var own = KeyValueCache.growing(manager);
                var toMemory = KeyValueCache.fixed(manager)) {
            NDArray x = tokens(2, 4);
            NDArray memory = tokens(2, 5).mul(0.7);
            NDArray whole = decoder.apply(pass, x, memory, masked(AttentionMask.CAUSAL),
                    AttentionContext.NONE);
            for (int i = 0; i < 4; i++) {
                NDIndex now = new NDIndex(":, {}:{}", i, i + 1);
                assertClose(whole.get(now), decoder.apply(pass, x.get(now), memory,
                        AttentionContext.NONE.with(own), AttentionContext.NONE.with(toMemory)));
            }
            assertEquals(4, own.length());
            assertEquals(5, toMemory.length());
        }
    }

    @Test
    void aBeamContinuesTheRowItCameFrom() {
        TransformerEncoder encoder = started(new TransformerEncoder(1, OPTIONS, true));
        try (Pass pass = Pass.inference(); var cache = KeyValueCache.growing(manager)) {
            NDArray x = tokens(2, 3);
            NDArray swapped = x.get(new NDIndex("{}", manager.create(new long[] {1, 1})));
            AttentionContext context = masked(AttentionMask.CAUSAL);
            encoder.apply(pass, x.get(new NDIndex(":, :2")), context.with(cache));
            cache.select(manager.create(new long[] {1, 1}));
            NDIndex last = new NDIndex(":, 2:");
            assertClose(encoder.apply(pass, swapped, context).get(last),
                    encoder.apply(pass, swapped.get(last), context.with(cache)));
        }
        try (Pass pass = Pass.training(1); var cache = KeyValueCache.growing(manager)) {
            assertThrows(EngramException.class,
                    () -> encoder.apply(pass, tokens(1, 2), AttentionContext.NONE.with(cache)));
        }
    }

    @Test
    void onlyDistancesInTimeMatter() {
        RotaryEmbedding rotary = new RotaryEmbedding(RotaryEmbedding.ofPeriods(0.1, 4, 1, 2),
                RotaryEmbedding.Pairing.NEIGHBOURS);
        Perceiver perceiver = started(new Perceiver(2, OPTIONS, 4));
        try (Pass pass = Pass.inference()) {
            NDArray times = manager.create(new float[] {0.1f, 0.25f, 0.3f, 0.9f, 1.4f});
            NDArray latentTimes = manager.create(new float[] {0.5f, 1f});
            NDArray x = tokens(1, 5);
            NDArray latents = tokens(1, 2).mul(0.5);
            NDArray queries = tokens(1, 2).neg();
            NDArray first = perceiver.apply(pass, x, latents, queries, Perceiver.Contexts.at(
                    rotary.at(pass, times), rotary.at(pass, latentTimes), rotary.at(pass, latentTimes)));
            NDArray shifted = perceiver.apply(pass, x, latents, queries, Perceiver.Contexts.at(
                    rotary.at(pass, times.add(2.5)), rotary.at(pass, latentTimes.add(2.5)),
                    rotary.at(pass, latentTimes.add(2.5))));
            // Angles up to 2 pi 4 / 0.1 = 251 carry an error of 1.5e-5 in float32, on both sides.
            assertArrayEquals(Parity.numbers(first), Parity.numbers(shifted), 2e-4);
            NDArray stretched = perceiver.apply(pass, x, latents, queries, Perceiver.Contexts.at(
                    rotary.at(pass, times.mul(1.5)), rotary.at(pass, latentTimes),
                    rotary.at(pass, latentTimes)));
            assertTrue(first.sub(stretched).abs().max().getFloat() > 1e-3);
        }
    }

    @Test
    void frequenciesArePublishedOnes() {
        // specs/population.md 6.4: POYO with heads of 64 features.
        double[] poyo = RotaryEmbedding.ofPeriods(1e-4, 2.0627, 16, 32);
        assertEquals(62831.85307, poyo[0], 1e-4);
        assertEquals(32400.43173, poyo[1], 1e-4);
        assertEquals(16707.89457, poyo[2], 1e-4);
        assertEquals(3.04609750, poyo[15], 1e-7);
        assertEquals(0, poyo[16]);
        assertArrayEquals(new double[] {1, 0.1, 0.01, 0.001}, RotaryEmbedding.ofBase(8, 10000), 1e-12);
        assertArrayEquals(new double[] {0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625},
                DistanceBias.slopes(8), 1e-12);
        assertArrayEquals(new double[] {0.25, 0.0625, 0.015625, 0.00390625, 0.5, 0.125},
                DistanceBias.slopes(6), 1e-12);
    }

    @Test
    void biasOfDistances() {
        NDArray whole = DistanceBias.between(manager.create(0f), 2, 3, 3, 0);
        assertArrayEquals(new double[] {0, -1, -2, -1, 0, -1, -2, -1, 0},
                Parity.numbers(whole.get(new NDIndex("0, 0")).div(DistanceBias.slopes(2)[0])), 1e-6);
        assertClose(whole.get(new NDIndex(":, :, 2:")),
                DistanceBias.between(manager.create(0f), 2, 1, 3, 2));
        BucketedPositionBias buckets = started(new BucketedPositionBias(2, 8, 20, false));
        try (Pass pass = Pass.inference()) {
            assertClose(buckets.between(pass, 7, 7, 0).get(new NDIndex(":, :, 5:")),
                    buckets.between(pass, 2, 7, 5));
        }
    }

    @Test
    void aQueryThatSeesNothingGivesZeroAndFiniteGradients() {
        MultiHeadAttention attention = started(MultiHeadAttention.builder(16, 4).outputUnbiased().build());
        NDArray seen = manager.create(new boolean[] {true, true, false, false, true, true},
                new Shape(3, 2));
        NDArray bias = manager.create(new float[] {0, 1, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY,
                0, 1}, new Shape(3, 2));
        for (AttentionMask mask : List.of(AttentionMask.pairs(seen), AttentionMask.bias(bias),
                AttentionMask.bias(bias).and(AttentionMask.pairs(seen)))) {
            try (Pass pass = Pass.training(1)) {
                NDArray query = pass.leaf(tokens(1, 3), manager);
                NDArray memory = tokens(1, 2);
                List<double[]> shown = new ArrayList<>();
                NDArray result = attention.apply(pass, query, memory, memory,
                        masked(mask).with((path, weights) -> shown.add(Parity.numbers(weights))));
                assertEquals(0, result.get(new NDIndex(":, 1")).abs().max().getFloat());
                assertTrue(result.get(new NDIndex(":, 0")).abs().max().getFloat() > 0);
                assertEquals(0, shown.get(0)[2] + shown.get(0)[3]);
                assertEquals(1, shown.get(0)[0] + shown.get(0)[1], 1e-6);
                pass.backward(result.sum());
                for (double value : Parity.numbers(pass.gradient(query))) {
                    assertTrue(Double.isFinite(value));
                }
                for (var parameter : attention.learned().values()) {
                    assertTrue(Double.isFinite(pass.gradient(parameter.getArray()).sum().getFloat()));
                }
            }
        }
    }

    /** As in the networks whose deeper layers add less at first. */
    @Test
    void lastLayersOfPartsStartTheirOwnWay() {
        TransformerEncoder encoder = started(new TransformerEncoder(1,
                TransformerOptions.builder(8, 2).start(Initialization.constant(2))
                        .lastStart(Initialization.constant(3)).names(TransformerNames.TORCH.withStack(""))
                        .build(),
                false));
        Map.of("0.self_attn.in_proj_weight", 2, "0.self_attn.out_proj.weight", 3, "0.linear1.weight", 2,
                "0.linear2.weight", 3)
                .forEach((name, value) -> assertEquals((float) value,
                        encoder.learned().get(name).getArray().mean().getFloat(), name));
    }

    @Test
    void dropoutActsInTrainingOnly() {
        NDArray x = manager.ones(new Shape(400, 2, 16));
        MultiHeadAttention attention = started(MultiHeadAttention.builder(16, 4).dropout(0.5).build());
        try (Pass pass = Pass.training(3)) {
            NDArray once = attention.apply(pass, x);
            assertTrue(once.sub(attention.apply(pass, x)).abs().max().getFloat() > 1e-3);
        }
        try (Pass pass = Pass.inference()) {
            assertClose(attention.apply(pass, x), attention.apply(pass, x));
        }
    }

    @Test
    void everyDepthCanBeSeen() {
        TransformerEncoder normalized = started(new TransformerEncoder(2, OPTIONS, true));
        TransformerEncoder plain = started(new TransformerEncoder(2, OPTIONS, false));
        try (Pass pass = Pass.inference()) {
            NDArray x = tokens(2, 3);
            var depths = normalized.applyToEachDepth(pass, x, AttentionContext.NONE);
            assertEquals(3, depths.size());
            assertClose(normalized.apply(pass, x), depths.get(2));
            assertClose(plain.apply(pass, x), depths.get(1)); // one seed, the same weights
            List<String> paths = new ArrayList<>();
            AttentionContext.Observer observer = (path, weights) -> paths.add(path);
            normalized.apply(pass, x, AttentionContext.NONE.with(observer));
            assertEquals(List.of("layers.0.self_attn", "layers.1.self_attn"), paths);
        }
    }

    @Test
    void deeperLayersAreLeftOutMoreOften() {
        TransformerOptions options = OPTIONS.toBuilder().dropPath(0.3).build();
        assertEquals(0, options.ofLayer(0, 4).dropPath());
        assertEquals(0.1, options.ofLayer(1, 4).dropPath(), 1e-12);
        assertEquals(0.3, options.ofLayer(3, 4).dropPath(), 1e-12);
    }

    @Test
    void nothingIsLeftOpen() {
        TransformerDecoder decoder = started(new TransformerDecoder(1, OPTIONS, true));
        NDArray x = tokens(1, 4);
        int before = manager.getManagedArrays().size();
        for (int step = 0; step < 5; step++) {
            try (Pass pass = Pass.training(step)) {
                pass.backward(decoder.apply(pass, x, x, masked(AttentionMask.CAUSAL), AttentionContext.NONE)
                        .sum());
            }
            try (Pass pass = Pass.inference();
                    var cache = KeyValueCache.growing(manager);
                    var fixed = KeyValueCache.fixed(manager)) {
                for (int i = 0; i < 3; i++) {
                    decoder.apply(pass, x.get(new NDIndex(":, :1")), x, AttentionContext.NONE.with(cache),
                            AttentionContext.NONE.with(fixed));
                }
            }
        }
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void badInputIsNamed() {
        TransformerEncoder encoder = started(new TransformerEncoder(1, OPTIONS, true));
        try (Pass pass = Pass.inference()) {
            NDArray x = tokens(2, 6);
            NDArray five = manager.ones(new Shape(2, 5)).toType(DataType.BOOLEAN, false);
            assertTrue(assertThrows(ShapeException.class,
                    () -> encoder.apply(pass, x, masked(AttentionMask.keys(five)))).getMessage()
                    .startsWith("the attention mask has shape (2, 1, 1, 5) but the logits have (batch, head, "
                            + "queries, keys) (2, 4, 6, 6)"));
            assertThrows(ShapeException.class, () -> AttentionMask.keys(manager.ones(new Shape(2, 6))));
            assertThrows(ShapeException.class, () -> AttentionMask.bias(five));
            assertThrows(ShapeException.class, () -> TransformerOptions.builder(10, 3).build());
            assertThrows(ShapeException.class, () -> MultiHeadAttention.builder(10, 3).build());
            assertThrows(ShapeException.class, () -> MultiHeadAttention.builder(8, 2)
                    .names(AttentionNames.TIMM).contextWidth(5).build());
            assertTrue(assertThrows(ShapeException.class,
                    () -> encoder.apply(pass, manager.ones(new Shape(2, 6, 12)))).getMessage()
                    .contains("(2, 6, 12)"));
        }
    }
}
