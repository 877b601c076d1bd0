package org.engram.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.engram.generative.NetworkTest;
import org.engram.nn.parity.Parity;
import org.engram.nn.parity.ScaledSineWeights;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import static org.engram.nn.parity.ScaledSineWeights.cosines;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class TiledAutoencoderTest extends NetworkTest {
    private static final DataType TYPE = DataType.FLOAT64;

    private AutoencoderKl network;

    @BeforeEach
    void fill() {
        network = new AutoencoderKl(AutoencoderKlTest.small());
        ScaledSineWeights.fill(network, manager, TYPE);
    }

    @Test
    void whatFitsOneTileIsExact() {
        var tiled = new TiledAutoencoder(network, new Tiling(8, 0.25, true));
        NDArray latents = cosines(manager, TYPE, 0.11, 2, 4, 8, 6);
        // Items apart and together take other kernels; the arithmetic is the same.
        assertArrayEquals(Parity.numbers(network.decode(pass, latents)),
                Parity.numbers(tiled.decode(pass, latents)),
                1e-12);
        NDArray images = cosines(manager, TYPE, 0.013, 1, 3, 32, 16);
        assertArrayEquals(Parity.numbers(network.encode(pass, images).logVariance()),
                Parity.numbers(tiled.encode(pass, images).logVariance()), 1e-12);
    }

    @Test
    void seamsOfTwoTilesByHand() {
        // 8 x 4 tiles of a 14-wide latent begin at 0, 6 and 12; 4 pixels for each element, seams of 8 pixels.
        var tiled = new TiledAutoencoder(network, new Tiling(8, 0.25, false));
        NDArray latents = cosines(manager, TYPE, 0.11, 1, 4, 4, 14);
        NDArray found = tiled.decode(pass, latents);
        assertEquals(new Shape(1, 3, 16, 56), found.getShape());
        double[] first = Parity.numbers(network.decode(pass, latents.get(":, :, :, 0:8")));
        double[] second = Parity.numbers(network.decode(pass, latents.get(":, :, :, 6:14")));
        double[] values = Parity.numbers(found);
        for (int row = 0; row < 3 * 16; row++) {
            for (int column = 0; column < 32; column++) {
                double share = (column - 24) / 8.0;
                double expected = column < 24
                        ? first[row * 32 + column]
                        : first[row * 32 + column] * (1 - share) + second[row * 32 + column - 24] * share;
                assertEquals(expected, values[row * 56 + column], 1e-12);
            }
        }
    }

    @Test
    void tilesInBothDirectionsCoverTheImage() {
        var tiled = new TiledAutoencoder(network, new Tiling(4, 0.25, true));
        assertEquals(new Shape(2, 3, 36, 28),
                tiled.decode(pass, cosines(manager, TYPE, 0.11, 2, 4, 9, 7)).getShape());
        assertEquals(new Shape(2, 4, 9, 7),
                tiled.encode(pass, cosines(manager, TYPE, 0.013, 2, 3, 36, 28)).mean().getShape());
    }

    @Test
    void equalTilesLeaveNoSeam() {
        NDArray rows = manager.create(new double[] {1, 2, 3, 4, 5, 6}, new Shape(1, 1, 6, 1));
        NDArray next = manager.create(new double[] {5, 6, 7, 8}, new Shape(1, 1, 4, 1));
        assertArrayEquals(new double[] {5, 6, 7, 8},
                TiledAutoencoder.blend(rows, next, 2, 2).toDoubleArray(), 0);
        NDArray other = manager.create(new double[] {9, 9, 7, 8}, new Shape(1, 1, 4, 1));
        assertArrayEquals(new double[] {5, 7.5, 7, 8},
                TiledAutoencoder.blend(rows, other, 2, 2).toDoubleArray(), 1e-12);
    }

    @Test
    void tilesThatDoNotAdvanceAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Tiling(8, 1, true));
        assertThrows(IllegalArgumentException.class, () -> new Tiling(2, 0.9, true));
    }
}
