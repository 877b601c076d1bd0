package org.engram.decoders.foundation.meggpt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.engram.decoders.foundation.Golden;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;

class MegGptTest {
    /** Specification 9.19, 9.18 and 6.4.1. */
    @Test
    void decoderGolden() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            MegGptDecoder decoder = new MegGptDecoder(MegGptConfiguration.published());
            assertEquals(96, decoder.learned().size());
            assertEquals(3_949_600, decoder.parameterCount());
            SineWeights.fill(decoder, manager);
            NDArray result = decoder.apply(pass, SineWeights.input(manager, 1, 100, 52, 256));
            assertEquals(new Shape(1, 16, 52, 256), result.getShape());
            Golden.first(result, -3.67331417, 1.25730132);
            Golden.last(result, 3.46931843);
            NDArray centred = result.sub(result.mean());
            double deviation = Math.sqrt(centred.square().sum().getDouble() / result.size());
            // Printed without saying whether the divisor is n or n - 1: of 212992 values, the difference is 6e-6.
            assertEquals(2.56847748, deviation, 1e-5);
        }
    }

    /** Specification 9.15. */
    @Test
    void visiblePairs() {
        assertEquals(List.of(864, 1180, 780, 360, 106),
                MegGptConfiguration.published().stages().stream().map(PatchStage::visiblePairs).toList());
    }
}
