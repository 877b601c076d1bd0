package org.engram.decoders.foundation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.engram.decoders.foundation.barista.BaristaConfiguration;
import org.engram.decoders.foundation.barista.BaristaNetwork;
import org.engram.decoders.foundation.bendr.BendrClassifier;
import org.engram.decoders.foundation.bendr.BendrConfiguration;
import org.engram.decoders.foundation.biot.BiotClassifier;
import org.engram.decoders.foundation.biot.BiotConfiguration;
import org.engram.decoders.foundation.brainbert.BrainBertClassifier;
import org.engram.decoders.foundation.brainbert.BrainBertConfiguration;
import org.engram.decoders.foundation.cbramod.CbramodConfiguration;
import org.engram.decoders.foundation.cbramod.CbramodNetwork;
import org.engram.decoders.foundation.duin.DuinClassifier;
import org.engram.decoders.foundation.duin.DuinConfiguration;
import org.engram.decoders.foundation.labram.LabramClassifier;
import org.engram.decoders.foundation.labram.LabramConfiguration;
import org.engram.decoders.foundation.labram.LabramTokenizer;
import org.engram.decoders.foundation.meggpt.MegGptConfiguration;
import org.engram.decoders.foundation.meggpt.MegGptNetwork;
import org.engram.decoders.foundation.meggpt.MegTokenizer;
import org.engram.decoders.foundation.meggpt.PatchStage;
import org.engram.decoders.networks.EegConformer;
import org.engram.decoders.networks.EegNet;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Precision;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Layer;
import org.engram.nn.parity.OneThread;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every network runs, and learns, with products in bfloat16, near its results in float32. */
@ExtendWith(OneThread.class)
class ShortPrecisionTest {
    record Case(String name, Layer layer, int result, Function<NDManager, NDList> inputs) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> networks() {
        BaristaConfiguration.Place lobe = BaristaConfiguration.Place.LOBE;
        MegGptConfiguration meg = MegGptConfiguration.published().withData(3, 5, 2).withLayers(8, 16,
                List.of(new PatchStage(8, 1, 8, 2), new PatchStage(4, 2, 2, PatchStage.UNBANDED)));
        Function<NDManager, NDList> labram = manager -> new NDList(real(manager, 1, 2, 2, 200),
                manager.create(new long[] {0, 20, 39}));
        return Stream.of(
                new Case("LaBraM", new LabramClassifier(new LabramConfiguration(100, 2, 5, 4, 3, 0)), 0,
                        labram),
                new Case("LaBraM tokeniser", new LabramTokenizer(1, 2, 4), 1, labram),
                new Case("CBraMod", new CbramodNetwork(CbramodConfiguration.published().withLayers(1)), 0,
                        manager -> new NDList(real(manager, 1, 3, 2, 200))),
                new Case("BIOT",
                        new BiotClassifier(BiotConfiguration.published(4).withTransformer(16, 2, 2), 3), 0,
                        manager -> new NDList(real(manager, 1, 2, 400))),
                new Case("BENDR",
                        new BendrClassifier(BendrConfiguration.published().withSizes(32, 1, 20), 2,
                                BendrClassifier.Token.LAST),
                        0, manager -> new NDList(real(manager, 1, 20, 960))),
                new Case("BrainBERT",
                        new BrainBertClassifier(BrainBertConfiguration.published().withSizes(24, 1, 12)), 0,
                        manager -> new NDList(real(manager, 1, 13, 40))),
                new Case("Du-IN",
                        new DuinClassifier(
                                DuinConfiguration.published().withData(3, 2, 2, 4).withSizes(1, 6)),
                        0,
                        manager -> new NDList(real(manager, 2, 200, 3), manager.create(new long[] {1, 0}))),
                new Case("BaRISTA", new BaristaNetwork(BaristaConfiguration.of(lobe).withSizes(16, 8, 1)), 0,
                        manager -> new NDList(real(manager, 1, 2, 48),
                                manager.create(new long[] {4, 9}, new Shape(2, 1)))),
                new Case("MEG-GPT", new MegGptNetwork(meg), 0,
                        manager -> new NDList(manager.ones(new Shape(1, 8, 3), DataType.INT64),
                                manager.zeros(new Shape(1, 8), DataType.INT64))),
                new Case("MEG tokeniser", new MegTokenizer(6, 3), 2,
                        manager -> new NDList(real(manager, 1, 9, 2))),
                new Case("EEGNet", new EegNet(EegNet.Configuration.of(3, 128, 2)), 0,
                        manager -> new NDList(real(manager, 1, 3, 128))),
                new Case("EEG Conformer", new EegConformer(EegConformer.Configuration.of(3, 128, 2)), 0,
                        manager -> new NDList(real(manager, 2, 3, 128))));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void resultsStayNear(Case given) {
        try (NDManager manager = Torch.newManager()) {
            given.layer().initialize(manager, DataType.FLOAT32, 3);
            NDList inputs = given.inputs().apply(manager);
            float[] full;
            try (Pass pass = Pass.inference()) {
                full = given.layer().apply(pass, inputs).get(given.result()).toFloatArray();
            }
            try (Pass pass = Pass.inference(Precision.BFLOAT16)) {
                float[] brief = given.layer().apply(pass, inputs).get(given.result())
                        .toType(DataType.FLOAT32, true).toFloatArray();
                float largest = 0;
                for (float value : full) {
                    largest = Math.max(largest, Math.abs(value));
                }
                for (int i = 0; i < full.length; i++) {
                    // Eight bits of mantissa, lost anew in every layer.
                    assertEquals(full[i], brief[i], 0.05 * largest, "element " + i);
                }
            }
            try (Pass pass = Pass.training(1, Precision.BFLOAT16)) {
                NDArray loss = given.layer().apply(pass, inputs).get(given.result())
                        .toType(DataType.FLOAT32, true).square().sum();
                pass.backward(loss);
                assertTrue(Float.isFinite(loss.getFloat()));
            }
        } finally {
            given.layer().clear();
        }
    }

    private static NDArray real(NDManager manager, long... shape) {
        return SineWeights.input(manager, shape).toType(DataType.FLOAT32, true);
    }
}
