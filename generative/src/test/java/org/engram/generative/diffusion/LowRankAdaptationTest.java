package org.engram.generative.diffusion;

import static org.engram.nn.parity.ScaledSineWeights.cosines;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LowRankAdaptationTest {
    private static final String QUERY = "transformer_blocks.0.attn2.to_q";

    private NDManager manager;
    private SpatialTransformer network;

    @BeforeEach
    void open() {
        manager = Torch.newManager();
        network = new SpatialTransformer(new TransformerSizes(8, 2, 4, 1, 5, 4, false));
        network.initialize(manager, DataType.FLOAT64, 1);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private double[] weight(String path) {
        return network.learned().get(path + ".weight").getArray().toDoubleArray();
    }

    @Test
    void productIsAddedAndTakenAway() {
        NDArray down = cosines(manager, DataType.FLOAT64, 0.3, 2, 8);
        NDArray up = cosines(manager, DataType.FLOAT64, 0.7, 8, 2);
        double[] before = weight(QUERY);
        LowRankAdaptation change = LowRankAdaptation.of(network,
                Map.of("unet." + QUERY + ".lora_A.weight", down,
                        "unet." + QUERY + ".lora_B.weight", up));
        assertEquals(List.of(QUERY), change.paths());
        change.merge(0.5);
        double[] a = down.toDoubleArray();
        double[] b = up.toDoubleArray();
        double[] expected = before.clone();
        for (int row = 0; row < 8; row++) {
            for (int column = 0; column < 8; column++) {
                expected[row * 8 + column] += 0.5 * (b[row * 2] * a[column] + b[row * 2 + 1] * a[8 + column]);
            }
        }
        assertArrayEquals(expected, weight(QUERY), 1e-12);
        change.merge(-0.5);
        assertArrayEquals(before, weight(QUERY), 1e-12);
    }

    @Test
    void namesWithUnderscoresAndAlphaOfAConvolution() {
        double[] before = weight("proj_in");
        NDArray down = manager.ones(new Shape(4, 8, 1, 1), DataType.FLOAT64);
        NDArray up = manager.ones(new Shape(8, 4, 1, 1), DataType.FLOAT64);
        LowRankAdaptation.of(network, Map.of("lora_unet_proj_in.lora_down.weight", down,
                "lora_unet_proj_in.lora_up.weight", up, "lora_unet_proj_in.alpha", manager.create(2.0)))
                .merge(1);
        double[] after = weight("proj_in");
        for (int k = 0; k < before.length; k++) {
            // Four ones, times alpha / rank = 2 / 4.
            assertEquals(before[k] + 2, after[k], 1e-12);
        }
    }

    @Test
    void aChangeOfZeroIsNone() {
        double[] before = weight(QUERY);
        LowRankAdaptation
                .of(network, Map.of(QUERY + ".lora_A.weight", cosines(manager, DataType.FLOAT64, 0.3, 2, 8),
                        QUERY + ".lora_B.weight", manager.zeros(new Shape(8, 2), DataType.FLOAT64)))
                .merge(1);
        assertArrayEquals(before, weight(QUERY), 0);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        NDArray down = manager.ones(new Shape(2, 7), DataType.FLOAT64);
        NDArray up = manager.ones(new Shape(8, 2), DataType.FLOAT64);
        assertEquals(QUERY
                + ".weight has shape (8, 8), which low-rank matrices of shapes (2, 7) and (8, 2) do not make",
                assertThrows(ShapeException.class, () -> LowRankAdaptation.of(network,
                        Map.of(QUERY + ".lora_A.weight", down, QUERY + ".lora_B.weight", up))).getMessage());
        assertEquals("the low-rank change other.lora_A.weight belongs to no weight of this network",
                assertThrows(EngramException.class, () -> LowRankAdaptation.of(network,
                        Map.of("other.lora_A.weight", down, "other.lora_B.weight", up))).getMessage());
        assertEquals(
                "of 1 tensors only 0 are low-rank changes: this is not, or not only, a LoRA file for this network",
                assertThrows(EngramException.class,
                        () -> LowRankAdaptation.of(network, Map.of("conv_in.weight", down))).getMessage());
    }
}
