package org.engram.nn.convolutional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Layer;
import org.engram.nn.parity.Parity;
import org.junit.jupiter.api.Test;

class ConvolutionalTest {
    private static void check(String fixture, Layer network) {
        Parity.of(ConvolutionalTest.class, fixture).check(network);
    }

    private static void checkInference(String fixture, Layer network) {
        Parity.of(ConvolutionalTest.class, fixture).inInference().check(network);
    }

    @Test
    void uNetsWithBatchNormAndTransposedConvolutions() {
        check("unet2d.npz",
                new UNet(UNetConfiguration.builder(2, 2, 3, 4, 6, 8).supervisedLevels(2).build()));
        check("unet3d.npz", new UNet(UNetConfiguration.builder(3, 1, 2, 3, 4).build()));
    }

    @Test
    void normalizedLevelsWithSkipsFromBefore() {
        checkInference("synthseg.npz",
                new UNet(UNetConfiguration.builder(3, 1, 2, 3, 4, 5).activation(Activation.ELU)
                        .normalization(Normalization.KERAS_BATCH).normalizeLevelsOnly()
                        .expansion(UNetConfiguration.Expansion.NEAREST).build()));
    }

    @Test
    void anisotropicResidualWithSummedSkips() {
        check("symmetric.npz", new UNet(UNetConfiguration.builder(3, 1, 2, 3, 4, 5)
                .factors(List.of(List.of(1, 2, 2), List.of(1, 2, 2)))
                .kernels(List.of(List.of(1, 3, 3), List.of(3, 3, 3), List.of(3, 3, 3)))
                .order(UnitOrder.NORMALIZATION_ACTIVATION_CONVOLUTION).activation(Activation.ELU).residual()
                .skip(UNetConfiguration.Skip.ADD).expansion(UNetConfiguration.Expansion.LINEAR).build()));
    }

    @Test
    void validConvolutionsCropTheSkips() {
        UNetConfiguration options = UNetConfiguration.builder(2, 1, 2, 4, 6).normalization(Normalization.NONE)
                .reduction(UNetConfiguration.Reduction.STRIDED_CONVOLUTION).valid().build();
        check("valid.npz", new UNet(options));
        UNet network = new UNet(options);
        assertArrayEquals(new long[] {4, 8}, network.outputSize(20, 24));
        assertArrayEquals(new long[] {18, 24}, network.nextInputSize(1, 23));
        String said = assertThrows(ShapeException.class, () -> network.outputSize(21, 24)).getMessage();
        assertTrue(said.contains("[22, 24]"), said);
    }

    @Test
    void withoutSkipsAveragedAndNormalizedBySample() {
        check("chain.npz", new UNet(UNetConfiguration.builder(2, 2, 2, 4, 4, 6).unitsPerLevel(1)
                .normalization(Normalization.INSTANCE).activation(Activation.SILU).residual()
                .skip(UNetConfiguration.Skip.NONE).reduction(UNetConfiguration.Reduction.AVERAGE)
                .expansion(UNetConfiguration.Expansion.NEAREST).build()));
    }

    @Test
    void residualNetworks() {
        check("resnet2d.npz", new ResNet(new ResNetConfiguration(2, 3, 4, List.of(1, 2), 4, false, 7, true)));
        checkInference("resnet3d.npz",
                new ResNet(new ResNetConfiguration(3, 1, 2, List.of(1, 1), 3, true, 3, true)));
    }

    /** Counts of the published files: structural-mri specification 15.11, and torchvision's for the residual networks. */
    @Test
    void publishedNetworksHaveThePublishedSizes() {
        UNet synthSeg = new UNet(UNetConfiguration.synthSeg(1, 33));
        long normalization = synthSeg.state().entrySet().stream().filter(e -> e.getKey().contains(".norm."))
                .mapToLong(e -> e.getValue().getShape().size()).sum();
        long all = synthSeg.state().values().stream().mapToLong(p -> p.getShape().size()).sum();
        assertEquals(4_416, normalization);
        assertEquals(13_238_433, all - normalization);
        long distances = new UNet(UNetConfiguration.synthSeg(1, 9)).parameterCount();
        assertEquals(13_237_833, distances - 4_416 / 2);
        assertEquals(65_869_986 + 65, new UNet(UNetConfiguration.brainId(1)).parameterCount());
        assertEquals(11_689_512, new ResNet(ResNetConfiguration.resNet18(2, 3, 1000)).parameterCount());
        assertEquals(21_797_672, new ResNet(ResNetConfiguration.resNet34(2, 3, 1000)).parameterCount());
        assertEquals(25_557_032, new ResNet(ResNetConfiguration.resNet50(2, 3, 1000)).parameterCount());
    }

    @Test
    void sizesThatDoNotDivideAreRefusedWithTheNextThatDo() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            UNet network = new UNet(UNetConfiguration.builder(3, 1, 2, 2, 2, 2).build());
            network.initialize(manager, DataType.FLOAT32, 1);
            String said = assertThrows(ShapeException.class,
                    () -> network.apply(pass, manager.zeros(new Shape(1, 1, 8, 9, 10)))).getMessage();
            assertEquals(
                    "input of size [8, 9, 10] does not fit this U-Net: give [8, 12, 12] (the next size that does)",
                    said);
        }
    }

    @Test
    void inferenceHoldsNothingButTheResult() {
        try (NDManager manager = Torch.newManager()) {
            UNet network = new UNet(UNetConfiguration.builder(2, 1, 2, 2, 3, 4).build());
            network.initialize(manager, DataType.FLOAT32, 1);
            var x = manager.zeros(new Shape(1, 1, 8, 8));
            int before = manager.getManagedArrays().size();
            try (Pass pass = Pass.inference()) {
                network.apply(pass, x);
                assertEquals(before + 1, manager.getManagedArrays().size());
            }
            assertEquals(before, manager.getManagedArrays().size());
        }
    }
}
