package org.engram.benchmarks.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import org.engram.nn.engine.Torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both sides of the comparison do the same work: the figures are what {@code peers/networks.py TASK --tiny}
 * prints (torch 1.13).
 */
class NetworkTasksTest {
    @ParameterizedTest
    @CsvSource({"encoder, 1.407350778579712, 0.2757450121362647",
            "unet3d, 0.8078751564025879, 1.066757351482128",
            "diffusion, 0.9124235510826111, 0.7152124750859272"})
    void theSameNumbersAsThePeer(String kind, double trained, double inferred) {
        try (NDManager manager = Torch.newManager()) {
            assertEquals(inferred, NetworkTasks.infer(Networks.ALL.get(kind).apply(manager, true), 0),
                    1e-4 * inferred);
            assertEquals(trained, NetworkTasks.train(Networks.ALL.get(kind).apply(manager, true), 0),
                    1e-4 * trained);
        }
    }
}
