package org.engram.decoders.anatomy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.core.ShapeException;
import org.engram.decoders.anatomy.synthstrip.SynthStripConfiguration;
import org.engram.decoders.anatomy.synthstrip.SynthStripNetwork;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.nn.checkpoints.LoadReport;
import org.engram.nn.checkpoints.WeightMismatchException;
import org.engram.nn.convolutional.Normalization;
import org.engram.nn.convolutional.UNet;
import org.engram.nn.convolutional.UNetConfiguration;
import org.engram.nn.convolutional.UNetConfiguration.Expansion;
import org.engram.nn.convolutional.UnitOrder;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.models.networks.PublishedNetworks;
import org.junit.jupiter.api.Test;

/** Files in the published formats under the published names, against what torch computes from the definitions. */
class PublishedAnatomyTest {
    /** Float32 sums of up to 432 terms, over ten convolutions; the results are of order 1. */
    private static final double TOLERANCE = 2e-5;
    /** At the coarsest level of Brain-ID here, each group of the normalisation holds two values, and their difference. */
    private static final double GROUPS_OF_TWO = 2e-4;

    private static UNetConfiguration synthSeg(Integer... widths) {
        return UNetConfiguration.builder(3, 1, 3, widths).activation(Activation.ELU)
                .normalization(Normalization.KERAS_BATCH).normalizeLevelsOnly().expansion(Expansion.NEAREST)
                .build();
    }

    private static Path resource(String name) {
        try {
            return Path.of(PublishedAnatomyTest.class.getResource(name).toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static LoadReport fill(String model, Layer network, String file, NDManager manager)
            throws IOException {
        return PublishedNetworks.of(model, "network").fill(network, resource(file), manager);
    }

    private static void compare(Layer network, String name, int step, double tolerance, NDManager manager)
            throws IOException {
        NpyArray input = NpzFile.read(resource("published.npz")).get(name + "_input");
        NpyArray expected = NpzFile.read(resource("published.npz")).get(name + "_output");
        try (Pass pass = Pass.inference()) {
            NDArray image = manager.create((float[]) input.data(), shape(input));
            NDArray result = network.apply(pass, image)
                    .get(new NDIndex("..., ::" + step + ", ::" + step + ", ::" + step));
            assertEquals(shape(expected), result.getShape());
            float[] found = result.toFloatArray();
            double[] wanted = expected.toDoubles();
            for (int i = 0; i < wanted.length; i++) {
                assertEquals(wanted[i], found[i], tolerance, name + ", element " + i);
            }
        }
    }

    private static Shape shape(NpyArray array) {
        return new Shape(IntStream.of(array.shape()).asLongStream().toArray());
    }

    @Test
    void synthSegOutOfATrainingModelOfKeras() throws IOException {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            UNet network = new UNet(synthSeg(2, 3, 4, 5, 6));
            LoadReport report = fill("synthseg-2.0", network, "synthseg.h5", manager);
            assertTrue(report.complete(), report.toString());
            assertEquals(5 * 4 + 4 * 4 + 9 * 4 + 2, report.matched().size());
            assertEquals(List.of("bias_field/kernel:0"), report.dropped());
            compare(network, "synthseg", 4, TOLERANCE, manager);
        }
    }

    @Test
    void brainIdOutOfATrainingCheckpointInHalfPrecision() throws IOException {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            UNet network = new UNet(UNetConfiguration.builder(3, 1, 1, 8, 8, 8, 8, 8)
                    .activation(Activation.LEAKY_RELU).normalization(Normalization.GROUP)
                    .order(UnitOrder.NORMALIZATION_CONVOLUTION_ACTIVATION).halveFirst()
                    .expansion(Expansion.NEAREST).build());
            assertTrue(fill("brain-id", network, "brain-id.pth", manager).complete());
            compare(network, "brainid", 4, GROUPS_OF_TWO, manager);
        }
    }

    @Test
    void synthStrip() throws IOException {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            SimpleLayer network = new SynthStripNetwork(new SynthStripConfiguration(3, 2, 5));
            assertTrue(fill("synthstrip", network, "synthstrip.pt", manager).complete());
            compare(network, "synthstrip", 1, TOLERANCE, manager);
            try (Pass pass = Pass.inference()) {
                NDArray odd = manager.zeros(new Shape(1, 1, 8, 6, 4));
                assertTrue(assertThrows(ShapeException.class, () -> network.apply(pass, odd)).getMessage()
                        .contains("multiples of 4"));
            }
        }
    }

    @Test
    void otherWeightsAreRefusedWithTheReport() throws IOException {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            UNet wider = new UNet(synthSeg(2, 3, 4, 5, 7));
            LoadReport misshapen = assertThrows(WeightMismatchException.class,
                    () -> fill("synthseg-2.0", wider, "synthseg.h5", manager)).report();
            // Both convolutions of the coarsest level with their biases, its normalisation, and the next one's kernel.
            assertEquals(2 * 2 + 4 + 1, misshapen.misshapen().size(), misshapen.toString());
            UNet shallow = new UNet(synthSeg(2, 3, 4, 5));
            LoadReport unexpected = assertThrows(WeightMismatchException.class,
                    () -> fill("synthseg-2.0", shallow, "synthseg.h5", manager)).report();
            assertTrue(unexpected.unexpected().containsKey("encoder.4.0.conv.weight"), unexpected.toString());
            LoadReport missing = PublishedNetworks.of("brain-id", "network")
                    .compareNames(resource("synthseg.h5")).report();
            assertEquals(56, missing.missing().size());
            assertEquals(List.of(), missing.matched());
            assertTrue(wider.state().values().stream().noneMatch(each -> each.isInitialized()));
        }
    }
}
