package org.engram.decoders.foundation.meggpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.decoders.foundation.Golden;
import org.engram.decoders.foundation.GradientCheck;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.OneThread;
import org.engram.nn.parity.Parity;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

@ExtendWith(OneThread.class)
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

    /** Specification 9.16: a query that may see nothing gets zeros, and hence the bias of the output projection. */
    @Test
    void blindQueriesGetZeros() {
        PatchStage stage = new PatchStage(2, 4, 8, PatchStage.UNBANDED);
        assertEquals(0, IntStream.range(0, 3).filter(q -> stage.visible(q, 0)).count());
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            PatchAttention attention = new PatchAttention(stage, 8, 2);
            attention.initialize(manager, DataType.FLOAT64, 1);
            NDArray result = attention.apply(pass, SineWeights.input(manager, 1, 8, 8));
            double[] bias = attention.state().get("output_projection.bias").getArray().toDoubleArray();
            assertArrayEquals(bias, result.get(new NDIndex("0, 0")).toDoubleArray(), 1e-15);
        }
    }

    /** Specification 13.4.1, to the bit. */
    @Test
    void channelsAreIndependent() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            MegGptNetwork network = new MegGptNetwork(small());
            network.initialize(manager, DataType.FLOAT64, 1);
            long[] labels = new long[8 * 6];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = i * 7 % 5;
            }
            NDArray sessions = manager.zeros(new Shape(1, 8), DataType.INT64);
            NDArray before = logits(network, pass, labels, sessions);
            for (int time = 0; time < 8; time++) {
                labels[time * 6 + 3] = (labels[time * 6 + 3] + 1 + time % 2) % 5;
            }
            NDArray after = logits(network, pass, labels, sessions);
            assertEquals(new Shape(1, 2, 6, 5), after.getShape());
            assertArrayEquals(before.get(":, :, 5").toDoubleArray(), after.get(":, :, 5").toDoubleArray());
            assertNotEquals(before.getDouble(0, 0, 3, 0),
                    after.getDouble(0, 0, 3, 0));
        }
    }

    /** Results, names and gradients by tokenizer.py. */
    @Test
    void tokenizerAgreesWithPytorch() {
        Parity.of(MegGptTest.class, "tokenizer-training.npz").check(new MegTokenizer(6, 3));
        Parity.of(MegGptTest.class, "tokenizer-inference.npz").inInference().check(new MegTokenizer(6, 3));
    }

    @Test
    void tokensDecodeToTheReconstruction() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            MegTokenizer tokenizer = new MegTokenizer(16, 4);
            tokenizer.initialize(manager, DataType.FLOAT64, 1);
            NDList results = tokenizer.apply(pass, new NDList(SineWeights.input(manager, 2, 30, 3)));
            assertArrayEquals(results.get(1).toDoubleArray(),
                    tokenizer.decode(pass, results.get(0)).toDoubleArray(), 1e-14);
            tokenizer.temperature(0.25);
            assertEquals(0.25,
                    tokenizer.state().get("token_weights_layer._temperature").getArray().getDouble());
        }
    }

    @Test
    void vocabularyOrdersByFrequency() {
        MegVocabulary vocabulary = MegVocabulary.of(new long[] {5, 0, 9, 5, 1});
        assertEquals(5, vocabulary.size());
        assertArrayEquals(new long[] {1, 2, 3, 4}, vocabulary.labels(new long[] {2, 0, 3, 4}));
        assertArrayEquals(new long[] {2, 0, 3, 4}, vocabulary.tokens(new long[] {1, 2, 3, 4}));
        assertThrows(IllegalArgumentException.class, () -> vocabulary.labels(new long[] {1}));
        assertThrows(IllegalArgumentException.class, () -> vocabulary.tokens(new long[] {0}));
    }

    private static MegGptConfiguration small() {
        return MegGptConfiguration.published().withData(6, 5, 2).withLayers(8, 16,
                List.of(new PatchStage(8, 1, 8, 2), new PatchStage(4, 2, 2, PatchStage.UNBANDED)));
    }

    private static NDArray logits(MegGptNetwork network, Pass pass, long[] labels, NDArray sessions) {
        NDArray given = sessions.getManager().create(labels, new Shape(1, 8, 6));
        return network.apply(pass, new NDList(given, sessions)).get(0);
    }

    /** Specification 13.4.2. */
    @Test
    void gradients() {
        try (NDManager manager = Torch.newManager()) {
            NDArray labels = manager.arange(0, 48, 1, DataType.INT64).reshape(1, 8, 6).mod(5);
            NDArray sessions = manager.ones(new Shape(1, 8), DataType.INT64);
            GradientCheck.check(new MegGptNetwork(small()), new NDList(labels, sessions), 0);
        }
    }
}
