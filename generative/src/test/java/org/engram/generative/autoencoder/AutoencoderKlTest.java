package org.engram.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.generative.Golden;
import org.engram.generative.NetworkTest;
import org.engram.nn.parity.ScaledSineWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import static org.engram.nn.parity.ScaledSineWeights.cosines;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class AutoencoderKlTest extends NetworkTest {
    static AutoencoderConfiguration small() {
        return new AutoencoderConfiguration(3, 4, List.of(16, 32, 48), 1, 8, 1e-6, 0.18215);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void asInDiffusers(DataType type) {
        AutoencoderKl network = new AutoencoderKl(small());
        ScaledSineWeights.fill(network, manager, type);
        LatentDistribution latent = network.encode(pass, cosines(manager, type, 0.013, 1, 3, 32, 32));
        new Golden(0.093158, 0.085573, 0.241108, 0.972931, -3.280133, 0.022860, 1.807532)
                .check(latent.mean());
        new Golden(-0.091820, -0.086826, -0.239934, -0.877446, 3.565363, -0.028774, 1.790967)
                .check(latent.logVariance());
        new Golden(0.046892, 0.045479, 0.044645, 0.044422, 0.000095, 0.033103, 0.885184)
                .check(network.decode(pass, cosines(manager, type, 0.11, 1, 4, 8, 8)));
    }

    @Test
    void countsOfThePublishedAutoencoder() {
        AutoencoderKl network = new AutoencoderKl(AutoencoderConfiguration.stableDiffusion());
        assertEquals(248, network.state().size());
        assertEquals(83_653_863, network.parameterCount());
        assertEquals(34_163_592, network.layers().get("encoder").parameterCount());
        assertEquals(49_490_179, network.layers().get("decoder").parameterCount());
        assertEquals(428_871, new AutoencoderKl(small()).parameterCount());
    }

    @Test
    void distributionOfALatent() {
        NDArray mean = manager.create(new double[] {0.5, -1}, new Shape(1, 2, 1, 1));
        NDArray logVariance = manager.create(new double[] {0, Math.log(4)}, new Shape(1, 2, 1, 1));
        var latent = new LatentDistribution(mean, logVariance);
        // Half of the sum of mean^2 + variance - 1 - log variance, by hand.
        assertEquals(0.5 * (0.25 + 1 + 4 - 1 - Math.log(4)), latent.divergence().toDoubleArray()[0], 1e-12);
        double[] sample = latent.sample(manager.create(new double[] {2, 3}, new Shape(1, 2, 1, 1)))
                .toDoubleArray();
        assertEquals(2.5, sample[0], 1e-12);
        assertEquals(5, sample[1], 1e-12);
    }

    @Test
    void sidesThatDoNotDivideAreNamed() {
        AutoencoderKl network = new AutoencoderKl(small());
        assertEquals(
                "images have shape (1, 3, 30, 32): they must be (batch, 3, height, width) with sides that are "
                        + "multiples of 4",
                assertThrows(ShapeException.class,
                        () -> network.encode(pass, manager.zeros(new Shape(1, 3, 30, 32)))).getMessage());
    }
}
