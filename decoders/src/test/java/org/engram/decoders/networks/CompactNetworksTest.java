package org.engram.decoders.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.decoders.foundation.Golden;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Layer;
import org.engram.nn.parity.OneThread;
import org.engram.nn.parity.Parity;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Fixtures by networks.py; gradients are compared too, dropout being off. */
@ExtendWith(OneThread.class)
class CompactNetworksTest {
    /** Specification 13.4. */
    @Test
    void eegNetGolden() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            EegNet network = new EegNet(EegNet.Configuration.of(22, 256, 4));
            SineWeights.fill(network, manager);
            NDArray logits = network.apply(pass, SineWeights.input(manager, 2, 22, 256));
            assertEquals(new Shape(2, 4), logits.getShape());
            Golden.first(logits, -0.03875340, -0.05901569, -0.02375287, -0.03487430);
        }
    }

    /** Specification 5.1.6, 5.2.2 and 5.3.2, for 22 channels, 1125 samples and 4 classes. */
    @Test
    void parameterCounts() {
        assertEquals(3700, new EegNet(EegNet.Configuration.of(22, 1125, 4)).parameterCount());
        assertEquals(47_364,
                new ShallowFbcspNet(ShallowFbcspNet.Configuration.of(22, 1125, 4)).parameterCount());
        assertEquals(284_479, new Deep4Net(Deep4Net.Configuration.of(22, 1125, 4)).parameterCount());
    }

    @Test
    void eegNetAgreesWithPytorch() {
        var configuration = EegNet.Configuration.of(3, 64, 2).withFilters(3, 2).withKernel(8);
        fixture("eegnet").check(new EegNet(configuration));
        fixture("eegnet-linear").check(new EegNet(configuration.withHead(EegNet.Head.BOUNDED_LINEAR)));
    }

    @Test
    void shallowAgreesWithPytorch() {
        fixture("shallow").check(new ShallowFbcspNet(
                ShallowFbcspNet.Configuration.of(3, 40, 2).withFilters(4).withTimes(5, 9, 3)));
    }

    @Test
    void deepAgreesWithPytorch() {
        fixture("deep4").check(
                new Deep4Net(Deep4Net.Configuration.of(3, 450, 2).withFilters(List.of(2, 3, 4, 5))));
    }

    @Test
    void conformerAgreesWithPytorch() {
        fixture("conformer").check(new EegConformer(
                EegConformer.Configuration.of(3, 40, 2).withTimes(5, 9, 9).withTransformer(4, 2, 2)));
    }

    /** All of them learn in training, with dropout and batch statistics, and give the same for the same seed. */
    @Test
    void trainingIsRepeatable() {
        for (Layer network : List.of(new EegNet(EegNet.Configuration.of(3, 128, 2)),
                new ShallowFbcspNet(ShallowFbcspNet.Configuration.of(3, 128, 2)),
                new Deep4Net(Deep4Net.Configuration.of(3, 450, 2)),
                new EegConformer(EegConformer.Configuration.of(3, 128, 2)))) {
            try (NDManager manager = Torch.newManager()) {
                network.initialize(manager, DataType.FLOAT32, 1);
                int samples = network instanceof Deep4Net ? 450 : 128;
                NDArray epochs = SineWeights.input(manager, 4, 3, samples).toType(DataType.FLOAT32, true);
                double first = step(network, epochs);
                assertEquals(first, step(network, epochs), network.getClass().getSimpleName());
                network.learned().forEach((name, parameter) -> assertTrue(
                        Pass.gradientOf(parameter.getArray()) != null, "no gradient reached " + name));
            } finally {
                network.clear();
            }
        }
    }

    private static double step(Layer network, NDArray epochs) {
        try (Pass pass = Pass.training(5)) {
            NDArray loss = network.apply(pass, epochs).square().sum();
            pass.backward(loss);
            return loss.getFloat();
        }
    }

    @Test
    void shortEpochsShortenTheDeepNetworkAndSaySo() {
        assertTrue(Deep4Net.Configuration.of(22, 1125, 4).notice().isEmpty());
        Deep4Net.Configuration shortened = Deep4Net.Configuration.of(22, 250, 4);
        assertEquals(5, shortened.kernel());
        assertEquals(1, shortened.pool());
        assertEquals("deep4net-shortened", shortened.notice().orElseThrow().code());
        assertEquals(250 - 4 * 4, shortened.positions());
    }

    @Test
    void wrongEpochsAreNamed() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            EegNet network = new EegNet(EegNet.Configuration.of(22, 256, 4));
            network.initialize(manager, DataType.FLOAT32, 1);
            String message = assertThrows(ShapeException.class,
                    () -> network.apply(pass, manager.zeros(new Shape(1, 21, 256)))).getMessage();
            assertEquals(
                    "EegNet was made for (batch, 22, 256), but the epochs have shape (1, 21, 256): choose the "
                            + "same channels and window, or make the network for these",
                    message);
        }
        assertThrows(ShapeException.class,
                () -> new ShallowFbcspNet(ShallowFbcspNet.Configuration.of(22, 90, 4)));
        assertThrows(ShapeException.class,
                () -> new EegConformer(EegConformer.Configuration.of(22, 1125, 4).withTransformer(40, 6, 7)));
    }

    private static Parity fixture(String name) {
        return Parity.of(CompactNetworksTest.class, name + ".npz").inInference();
    }
}
