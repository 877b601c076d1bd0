package org.engram.generative.vdvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.generative.NetworkTest;
import org.engram.nn.engine.Pass;
import org.engram.nn.parity.Parity;
import org.engram.nn.parity.ScaledSineWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import static org.engram.nn.parity.ScaledSineWeights.cosines;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class VdvaeTest extends NetworkTest {
    private static VdvaeConfiguration small() {
        return new VdvaeConfiguration(16, 4, 0.5, "8x1,8d2,4x1,4d4,1x1", "1x1,4m1,4x1,8m4,8x1", 2, 8, 8);
    }

    private static NDArray cosine(int layer, NDArray like) {
        return cosines(like.getManager(), like.getDataType(), 0.23, like.getShape().getShape());
    }

    private NDArray sines(DataType type, double frequency, long... shape) {
        Shape size = new Shape(shape);
        double[] values = new double[(int) size.size()];
        Arrays.setAll(values, k -> (float) Math.sin(frequency * k));
        return manager.create(values, size).toType(type, false);
    }

    private Vdvae filled(DataType type) {
        Vdvae network = new Vdvae(small());
        ScaledSineWeights.fill(network, manager, type);
        return network;
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void asPublished(DataType type) {
        Vdvae network = filled(type);
        assertEquals(179, network.state().size());
        assertEquals(28_020, network.parameterCount());
        NDArray image = cosines(manager, type, 0.013, 1, 8, 8, 3);
        double tolerance = type == DataType.FLOAT64 ? 3e-6 : 2e-4;

        Vdvae.Inference inference = network.infer(pass, image, VdvaeTest::cosine);
        double[] logits = Parity.numbers(inference.mixture());
        assertArrayEquals(new double[] {-.390267, -.038431, .354909, .133535}, Arrays.copyOf(logits, 4),
                tolerance);
        assertEquals(.302950, Math.sqrt(Arrays.stream(logits).map(x -> x * x).average().orElseThrow()),
                tolerance);
        double[] sums = inference.divergences().stream().mapToDouble(d -> Parity.numbers(d.sum())[0])
                .toArray();
        assertArrayEquals(new double[] {.018820, .440217, .341540, 1.993289, 1.673969}, sums, tolerance);

        Vdvae.Bound bound = network.bound(pass, image, sines(type, .05, 1, 8, 8, 3), VdvaeTest::cosine);
        assertEquals(6.277547, Parity.numbers(bound.total())[0], tolerance);
        assertEquals(6.254277, Parity.numbers(bound.distortion())[0], tolerance);
        assertEquals(.023270, Parity.numbers(bound.rate())[0], tolerance);
    }

    @Test
    void likelihoodOfPixels() {
        for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
            NDArray mixture = cosines(manager, type, .3, 1, 8, 8, 20);
            double found = Parity.numbers(
                    LogisticMixture.negativeLogLikelihood(mixture, sines(type, .05, 1, 8, 8, 3)))[0];
            // In float32, as in the reference, small differences of probabilities lose digits: 1.7e-5 in all.
            assertEquals(6.742651, found, type == DataType.FLOAT64 ? 2e-5 : 3e-6);
        }
    }

    @Test
    void divergenceOfNormals() {
        NDArray found = TopDownBlock.divergence(manager.create(new double[] {.3}),
                manager.create(new double[] {.1}),
                manager.create(new double[] {-.2}), manager.create(new double[] {.4}));
        assertEquals(.130572, found.toDoubleArray()[0], 1e-6);
    }

    @Test
    void countsOfThePublishedNetwork() {
        VdvaeConfiguration published = VdvaeConfiguration.imagenet64();
        Vdvae network = new Vdvae(published);
        assertEquals(2482, network.state().size());
        assertEquals(125_005_860, network.parameterCount());
        assertEquals(26_450_816, network.layers().get("encoder").parameterCount());
        assertEquals(98_555_044, network.layers().get("decoder").parameterCount());
        assertEquals(75, published.latentSizes().size());
        assertEquals(91_168, published.latentCount(31));
        assertEquals(1_451_040, published.latentCount(75));
    }

    @Test
    void theTinyNetworkOfTheSimulatedStudies() {
        VdvaeConfiguration tiny = new VdvaeConfiguration(48, 4, 0.5, "32x1,32d2,16x1,16d2,8x2,8d8,1x1",
                "1x1,8m1,8x2,16m8,16x1,32m16,32x1", 3, 32, 64);
        assertEquals(444_686, new Vdvae(tiny).parameterCount());
        assertEquals(11_012, tiny.latentCount(8));
    }

    @Test
    void itsOwnLatentsGiveTheSameImage() {
        Vdvae network = filled(DataType.FLOAT64);
        NDArray image = cosines(manager, DataType.FLOAT64, 0.013, 2, 8, 8, 3);
        Vdvae.Inference inference = network.infer(pass, image, LatentNoise.seeded(7));
        NDArray flat = Vdvae.flatten(inference.latents());
        assertEquals(new Shape(2, small().latentCount(5)), flat.getShape());
        NDArray again = network.generate(pass, network.unflatten(flat, 5), 2, 1, LatentNoise.NONE);
        assertArrayEquals(Parity.numbers(inference.mixture()), Parity.numbers(again), 0);
    }

    @Test
    void temperatureZeroIsNoNoise() {
        Vdvae network = filled(DataType.FLOAT32);
        NDArray cold = network.generate(pass, List.of(), 2, 0, LatentNoise.seeded(1));
        NDArray none = network.generate(pass, List.of(), 2, 1, LatentNoise.NONE);
        NDArray warm = network.generate(pass, List.of(), 2, 1, LatentNoise.seeded(1));
        assertArrayEquals(cold.toFloatArray(), none.toFloatArray());
        assertTrue(warm.sub(none).abs().max().toFloatArray()[0] > 1e-3);
    }

    @Test
    void noiseOfAnItemDoesNotDependOnItsBatch() {
        NDArray three = LatentNoise.seeded(5).of(2, manager.zeros(new Shape(3, 4, 2, 2)));
        NDArray one = LatentNoise.seeded(5).of(2, manager.zeros(new Shape(1, 4, 2, 2)));
        assertArrayEquals(one.toFloatArray(), Arrays.copyOf(three.toFloatArray(), 16));
    }

    @Test
    void oneMixtureByHand() {
        // One logit; then for red, green and blue: mean, log scale, coefficient before tanh.
        double[] p = {0, .2, -1, .5, -.1, -2, -.3, .4, -9, .8};
        NDArray mixture = manager.create(p, new Shape(1, 1, 1, 10));
        double c0 = Math.tanh(.5);
        double c1 = Math.tanh(-.3);
        double c2 = Math.tanh(.8);
        double[] mean = LogisticMixture.mean(mixture).toDoubleArray();
        double green = -.1 + c0 * .2;
        assertArrayEquals(new double[] {.2, green, .4 + c1 * .2 + c2 * green}, mean, 1e-12);

        NDArray values = manager.create(new double[] {.7, .4, .999}, new Shape(1, 1, 1, 3));
        NDArray choice = manager.create(new double[] {.3}, new Shape(1, 1, 1, 1));
        double[] drawn = LogisticMixture.sample(mixture, choice, values).toDoubleArray();
        double red = .2 + Math.exp(-1) * Math.log(.7 / .3);
        double second = -.1 + Math.exp(-2) * Math.log(.4 / .6) + c0 * red;
        // Log scales stop at -7.
        double third = .4 + Math.exp(-7) * Math.log(.999 / .001) + c1 * red + c2 * second;
        assertArrayEquals(new double[] {red, second, third}, drawn, 1e-12);
    }

    @Test
    void edgesOfTheRangeTakeInTheTails() {
        NDArray mixture = manager.create(new double[] {0, 0, -1, 0, 0, -1, 0, 0, -1, 0},
                new Shape(1, 1, 1, 10));
        NDArray black = manager.create(new double[] {-1, -1, 1}, new Shape(1, 1, 1, 3));
        double tail = 1 / (1 + Math.exp((1 - 1.0 / 255) * Math.E));
        assertEquals(-Math.log(tail),
                LogisticMixture.negativeLogLikelihood(mixture, black).toDoubleArray()[0], 1e-9);
    }

    @Test
    void gradientOfTheBound() {
        Vdvae network = filled(DataType.FLOAT64);
        NDArray image = cosines(manager, DataType.FLOAT64, 0.013, 1, 8, 8, 3);
        NDArray target = sines(DataType.FLOAT64, .05, 1, 8, 8, 3);
        NDArray weight = network.learned().get("decoder.dec_blocks.2.enc.c2.weight").getArray();
        double gradient;
        try (Pass training = Pass.training(1)) {
            training.backward(network.bound(training, image, target, VdvaeTest::cosine).total());
            gradient = Pass.gradientOf(weight).toDoubleArray()[5];
        }
        double step = 1e-4;
        double difference = (boundAt(network, weight, step, image, target)
                - boundAt(network, weight, -step, image, target)) / (2 * step);
        assertEquals(difference, gradient, 1e-6 * Math.abs(difference) + 1e-10);
    }

    private static double boundAt(Vdvae network, NDArray weight, double change, NDArray image,
            NDArray target) {
        try (Pass pass = Pass.inference()) {
            double[] values = weight.toDoubleArray();
            double[] changed = values.clone();
            changed[5] += change;
            weight.set(changed);
            double bound = network.bound(pass, image, target, VdvaeTest::cosine).total().toDoubleArray()[0];
            weight.set(values);
            return bound;
        }
    }

    @Test
    void badInputIsNamed() {
        Vdvae network = filled(DataType.FLOAT32);
        assertEquals("images have shape (1, 3, 8, 8): this VDVAE takes (batch, 8, 8, 3), channels last",
                assertThrows(ShapeException.class,
                        () -> network.apply(pass, new NDList(manager.zeros(new Shape(1, 3, 8, 8)))))
                        .getMessage());
        assertEquals("flat latents have shape (1, 7): 2 layers are (batch, 68)",
                assertThrows(ShapeException.class,
                        () -> network.unflatten(manager.zeros(new Shape(1, 7)), 2)).getMessage());
        assertEquals(
                "the blocks \"8x1,8q2\" hold \"8q2\": expected a size, then x and a count, d and a divisor or m and "
                        + "a size, from 1 to 2000",
                assertThrows(IllegalArgumentException.class,
                        () -> new VdvaeConfiguration(16, 4, .5, "8x1,8q2", "1x1", 2, 8, 8)).getMessage());
    }
}
