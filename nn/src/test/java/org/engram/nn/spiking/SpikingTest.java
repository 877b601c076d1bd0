package org.engram.nn.spiking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Linear;
import org.engram.nn.operators.Spikes;
import org.engram.nn.operators.Spikes.Reset;
import org.engram.nn.operators.Spikes.Surrogate;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpikingTest {
    private static Parity fixture(String name) {
        return Parity.of(SpikingTest.class, name + ".npz");
    }

    private static LeakyIntegrateAndFire.Builder units(long learnt) {
        return LeakyIntegrateAndFire.builder().learntLeak(learnt).learntThreshold(learnt)
                .surrogate(Surrogate.FAST_SIGMOID, 5);
    }

    @ParameterizedTest
    @EnumSource
    void surrogates(Surrogate surrogate) {
        fixture(surrogate.name().toLowerCase(Locale.ROOT)).check(units(1).surrogate(surrogate, 2).build());
    }

    @Test
    void resetsAndRefractoryTimes() {
        fixture("subtract").check(units(3).reset(Reset.SUBTRACT_THRESHOLD).rest(-0.1).build());
        fixture("none").check(units(1).reset(Reset.NONE).build());
        fixture("refractory").check(units(3).refractory(2).build());
        fixture("detached").check(units(1).detachedReset().build());
    }

    /** A constant current I charges v to I (1 - (1 - leak)^t), so the interval between spikes is known. */
    @Test
    void firesAtTheRateOfTheAnalyticSolution() {
        LeakyIntegrateAndFire layer = LeakyIntegrateAndFire.builder().leak(0.1).threshold(1).build();
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            float[] spikes = layer.apply(pass, new NDList(manager.ones(new Shape(1, 100, 1)).mul(1.5))).get(0)
                    .toFloatArray();
            // 1.5 (1 - 0.9^t) > 1 from t = ln(1/3) / ln(0.9) = 10.43 on: every 11 steps.
            for (int t = 0; t < 100; t++) {
                assertEquals((t + 1) % 11 == 0 ? 1 : 0, spikes[t], "step " + t);
            }
        }
    }

    @Test
    void chanceFollowsTheDistanceToThreshold() {
        LeakyIntegrateAndFire layer = LeakyIntegrateAndFire.builder().stochastic()
                .surrogate(Surrogate.FAST_SIGMOID, 2).reset(Reset.NONE).build();
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.training(3)) {
            NDArray current = manager.ones(new Shape(1, 1, 20_000)).mul(1.6);
            double rate = layer.apply(pass, new NDList(current)).get(0).mean().getFloat();
            // v = 0.8 after one step: sigmoid(2 (0.8 - 1)) = 0.4013. Three standard errors of 20,000 draws are 0.0104.
            assertEquals(1 / (1 + Math.exp(0.4)), rate, 0.0104);
        }
    }

    @Test
    void stepWithSurrogate() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.training(3)) {
            NDArray x = manager.create(new float[] {-0.5f, 0, 0.04f});
            x.setRequiresGradient(true);
            NDArray spikes = Spikes.spike(x, Surrogate.FAST_SIGMOID, 25);
            assertArrayEquals(new float[] {0, 0, 1}, spikes.toFloatArray());
            pass.backward(spikes.sum());
            // 1 / (1 + 12.5)^2, 1, 1 / (1 + 1)^2
            assertArrayEquals(new float[] {1 / 182.25f, 1, 0.25f}, pass.gradient(x).toFloatArray(), 1e-6f);
        }
    }

    @Test
    void encodings() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.training(3)) {
            NDArray values = manager.create(new float[] {0, 0.25f, 1}, new Shape(1, 3));
            float[] rates = SpikeEncoding.RATE.of(values, 10_000).mean(new int[] {1}).toFloatArray();
            // Three standard errors of 10,000 draws are at most 0.015.
            assertArrayEquals(new float[] {0, 0.25f, 1}, rates, 0.015f);
            NDArray spikes = SpikeEncoding.LATENCY.of(values, 5);
            assertArrayEquals(new float[] {0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0},
                    spikes.toFloatArray());
            assertThrows(IllegalArgumentException.class, () -> SpikeEncoding.RATE.of(values.mul(2), 5));
            assertThrows(ShapeException.class, () -> SpikeEncoding.RATE.of(values, 0));
            assertTrue(pass.training());
        }
    }

    /** Two classes told apart by which input is strong: a linear layer and units learn it through time. */
    @Test
    void learnsThroughTime() {
        Linear network = new Linear(2, 2);
        LeakyIntegrateAndFire layer = LeakyIntegrateAndFire.builder().surrogate(Surrogate.ARCTANGENT, 2)
                .build();
        try (NDManager manager = Torch.newManager()) {
            network.initialize(manager, DataType.FLOAT32, 2);
            NDArray x = manager.create(new float[] {0.9f, 0.1f, 0.1f, 0.9f, 0.8f, 0.3f, 0.2f, 0.7f},
                    new Shape(4, 2));
            NDArray wanted = manager.create(new float[] {1, 0, 0, 1, 1, 0, 0, 1}, new Shape(4, 2));
            float first = 0;
            float last = 0;
            for (int step = 0; step < 80; step++) {
                try (Pass pass = Pass.training(step)) {
                    NDArray spikes = SpikeEncoding.RATE.of(x, 20);
                    NDArray rates = layer.apply(pass, new NDList(network.apply(pass, spikes))).get(0)
                            .mean(new int[] {1});
                    NDArray loss = rates.sub(wanted).square().mean();
                    pass.backward(loss);
                    last = loss.getFloat();
                    first = step == 0 ? last : first;
                    network.learned().values().forEach(parameter -> {
                        NDArray value = parameter.getArray();
                        value.setRequiresGradient(false);
                        value.subi(Pass.gradientOf(value).mul(0.5));
                        value.setRequiresGradient(true);
                        Pass.clearGradient(value);
                    });
                }
            }
            assertTrue(last < 0.3 * first, "loss " + first + " at first, " + last + " at last");
        }
    }
}
