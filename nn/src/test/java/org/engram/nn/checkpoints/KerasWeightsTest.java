package org.engram.nn.checkpoints;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HDF5 that h5py wrote in the layout of Keras (make_checkpoints.py). */
class KerasWeightsTest {
    private static Map<String, NpyArray> expected() throws IOException {
        return NpzFile.read(TorchCheckpointTest.resource("keras.npz"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras_weights.h5", "keras_model.h5"})
    void namesAndValues(String name) throws IOException {
        try (Checkpoint file = Checkpoints.open(TorchCheckpointTest.resource(name))) {
            assertEquals(expected().keySet(), java.util.Set.copyOf(
                    file.entries().keySet().stream().map(key -> key.replace('/', '|')).toList()));
            for (Map.Entry<String, NpyArray> entry : expected().entrySet()) {
                assertArrayEquals((float[]) entry.getValue().data(),
                        file.tensor(entry.getKey().replace('|', '/')).toFloats(), entry.getKey());
            }
            assertEquals("tensorflow", file.metadata().get("backend"));
        }
    }

    @Test
    void axesChangeAsTheKeyMapSays() throws IOException {
        Map<String, NpyArray> expected = expected();
        try (Checkpoint file = Checkpoints.open(TorchCheckpointTest.resource("keras_weights.h5"))) {
            Checkpoint mapped = KeyMap.named("keras").apply(file).checkpoint();
            StoredTensor kernel = mapped.tensor("unet_conv_downarm_0_0.weight");
            assertEquals(new Shape(4, 1, 3, 2, 2), kernel.shape());
            float[] keras = (float[]) expected.get("unet_conv_downarm_0_0|kernel:0").data();
            float[] torch = kernel.toFloats();
            for (int x = 0; x < 3; x++) {
                for (int y = 0; y < 2; y++) {
                    for (int z = 0; z < 2; z++) {
                        for (int out = 0; out < 4; out++) {
                            assertEquals(keras[((x * 2 + y) * 2 + z) * 4 + out],
                                    torch[((out * 3 + x) * 2 + y) * 2 + z]);
                        }
                    }
                }
            }
            float[] depthwise = mapped.tensor("unet_depthwise.weight").toFloats();
            float[] kerasDepthwise = (float[]) expected.get("unet_depthwise|depthwise_kernel:0").data();
            assertEquals(new Shape(8, 1, 3, 3), mapped.tensor("unet_depthwise.weight").shape());
            // channel 2, multiplier 1, at (1, 0)
            assertEquals(kerasDepthwise[((1 * 3 + 0) * 4 + 2) * 2 + 1], depthwise[(2 * 2 + 1) * 9 + 3]);
            assertEquals(new Shape(4, 5, 2, 2), mapped.tensor("unet_upsample.weight").shape());
            assertEquals(new Shape(2, 4), mapped.tensor("unet_likelihood.weight").shape());
            assertEquals(((float[]) expected.get("unet_likelihood|kernel:0").data())[1],
                    mapped.tensor("unet_likelihood.weight").toFloats()[4]);
            assertArrayEquals((float[]) expected.get("unet_bn_down_0|moving_variance:0").data(),
                    mapped.tensor("unet_bn_down_0.running_var").toFloats());
        }
    }

    @Test
    void aLinkToAnotherFileIsNotFollowed() {
        String message = assertThrows(EngramException.class,
                () -> Checkpoints.open(TorchCheckpointTest.resource("linked.h5"))).getMessage();
        assertTrue(message.contains("not followed"), message);
    }
}
