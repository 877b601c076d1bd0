package org.engram.nn.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.engram.core.ShapeException;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Value and gradient of each loss against PyTorch, or its definition there, in float64 (losses.py). */
class LossesTest {
    private static final Map<String, Function<NDList, NDArray>> LOSSES = new LinkedHashMap<>();

    static {
        CrossEntropy options = CrossEntropy.PLAIN.withClassWeights(0.5, 2, 1).withLabelSmoothing(0.1)
                .withIgnored(255);
        LOSSES.put("cross-entropy", in -> Losses.crossEntropy(in.get(0), in.get(1)));
        LOSSES.put("cross-entropy-options", in -> options.apply(in.get(0), in.get(1)));
        LOSSES.put("cross-entropy-soft", in -> Losses.crossEntropy(in.get(0), in.get(1)));
        LOSSES.put("binary", in -> Losses.binaryCrossEntropy(in.get(0), in.get(1)));
        LOSSES.put("binary-weighted", in -> Losses.binaryCrossEntropy(in.get(0), in.get(1), in.get(2)));
        LOSSES.put("mean-square", in -> Losses.meanSquare(in.get(0), in.get(1)));
        LOSSES.put("mean-absolute", in -> Losses.meanAbsolute(in.get(0), in.get(1)));
        LOSSES.put("huber", in -> Losses.huber(in.get(0), in.get(1), 0.7));
        LOSSES.put("smooth-l1", in -> Losses.smoothL1(in.get(0), in.get(1), 0.7));
        LOSSES.put("kl", in -> Losses.klDivergence(in.get(0), in.get(1)));
        LOSSES.put("kl-normal", in -> Losses.klToStandardNormal(in.get(0), in.get(1)));
        LOSSES.put("cosine", in -> Losses.cosine(in.get(0), in.get(1)));
        LOSSES.put("weighted", in -> Losses.weightedMeanSquare(in.get(0), in.get(1), in.get(2)));
        LOSSES.put("triplet", in -> ContrastiveLosses.triplet(in.get(0), in.get(1), in.get(2), 0.8));
        LOSSES.put("nce", in -> ContrastiveLosses.infoNce(in.get(0), in.get(1), 0.2));
        LOSSES.put("clip", in -> ContrastiveLosses.clip(in.get(0), in.get(1), in.get(2)));
        LOSSES.put("dice", in -> Dice.PLAIN.apply(in.get(0), in.get(1)));
        LOSSES.put("dice-squared", in -> Dice.SQUARED.apply(in.get(0), in.get(1)));
        LOSSES.put("dice-batch", in -> Dice.BATCH.apply(in.get(0), in.get(1)));
        LOSSES.put("dice-generalised", in -> Dice.PLAIN.generalised(in.get(0), in.get(1)));
        LOSSES.put("focal", in -> FocalLosses.binary(in.get(0), in.get(1), 2, 0.25));
        LOSSES.put("focal-classes", in -> FocalLosses.categorical(in.get(0), in.get(1), 2));
    }

    static java.util.Set<String> names() {
        return LOSSES.keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void valueAndGradientAreThoseOfPyTorch(String name) throws Exception {
        Path file = Path.of(LossesTest.class.getResource("losses.npz").toURI());
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.training(1)) {
            NDList inputs = new NDList();
            for (int i = 0; NpzFile.names(file).contains(name + "/" + i); i++) {
                inputs.add(array(manager, NpzFile.read(file, name + "/" + i)));
            }
            inputs.get(0).setRequiresGradient(true);
            NDArray loss = LOSSES.get(name).apply(inputs);
            double wanted = NpzFile.read(file, name + "/value").toDoubles()[0];
            // float32 sums of at most 120 terms agree with float64 ones to a few 1e-6 of their size.
            assertEquals(wanted, loss.getFloat(), 1e-5 * Math.max(1, Math.abs(wanted)));
            pass.backward(loss);
            double[] gradient = NpzFile.read(file, name + "/gradient").toDoubles();
            double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
            assertArrayEquals(gradient, Parity.numbers(pass.gradient(inputs.get(0))), 1e-4 * largest);
        }
    }

    @Test
    void shortTypesAreWidened() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.training(1)) {
            NDArray x = manager.create(new float[] {1, 2, 4}).toType(DataType.FLOAT16, false);
            NDArray loss = Losses.meanSquare(x, manager.zeros(new Shape(3)));
            assertEquals(DataType.FLOAT32, loss.getDataType());
            assertEquals(7, loss.getFloat(), 1e-6);
            assertTrue(pass.training());
        }
    }

    @Test
    void classWeightsCountClassesEqually() {
        assertArrayEquals(new double[] {10 / (2 * 2.0), 10 / (2 * 8.0)}, CrossEntropy.balancedWeights(2, 8),
                1e-12);
        assertThrows(IllegalArgumentException.class, () -> CrossEntropy.balancedWeights(3, 0));
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        try (NDManager manager = Torch.newManager()) {
            NDArray logits = manager.zeros(new Shape(2, 3, 4));
            assertEquals("cross entropy of logits (2, 3, 4) wants class numbers of shape [2, 4], not (2, 3)",
                    assertThrows(ShapeException.class, () -> Losses.crossEntropy(logits,
                            manager.zeros(new Shape(2, 3), DataType.INT64))).getMessage());
            assertTrue(assertThrows(ShapeException.class,
                    () -> Losses.meanSquare(logits, manager.zeros(new Shape(2))))
                    .getMessage().contains("(2, 3, 4) with the target of shape (2)"));
            assertTrue(assertThrows(ShapeException.class,
                    () -> CrossEntropy.PLAIN.withClassWeights(1, 2).apply(logits,
                            manager.zeros(new Shape(2, 4), DataType.INT64)))
                    .getMessage()
                    .startsWith("there are 2 class weights but 3 classes"));
        }
    }

    private static NDArray array(NDManager manager, NpyArray array) {
        Shape shape = new Shape(Arrays.stream(array.shape()).asLongStream().toArray());
        return array.data() instanceof long[] longs
                ? manager.create(longs, shape)
                : manager.create((float[]) array.data(), shape);
    }
}
