package org.engram.decoders.foundation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.Arrays;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.models.ModelRegistry;
import org.engram.nn.models.ModelState;
import org.engram.nn.models.ModelStore;
import org.engram.nn.models.networks.OpenedNetwork;
import org.engram.nn.models.networks.PublishedNetworks;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;

/**
 * What released weights give, as the references print it (specification of electrophysiology, 8.4.8 and 9.9). Runs where
 * the weights are in the store of this machine ({@code engram models add barista-parcels meg-gpt-tokenizer}).
 */
class ReleasedWeightsTest {
    /** Float32 through twelve layers; printed with eight decimals. */
    private static final double TOLERANCE = 1e-4;

    private static OpenedNetwork released(String model, NDManager manager) throws IOException {
        ModelStore store = ModelStore.standard();
        assumeTrue(store.state(ModelRegistry.builtIn().model(model)) == ModelState.INSTALLED);
        return PublishedNetworks.open(store, model, manager);
    }

    /** (channel, sample), each channel of mean 0 and deviation 1. */
    private static NDArray standardised(NDArray signals) {
        NDArray centred = signals.sub(signals.mean(new int[] {1}, true));
        return centred.div(centred.square().mean(new int[] {1}, true).sqrt());
    }

    @Test
    void barista() throws IOException {
        try (NDManager manager = Torch.newManager(Device.cpu());
                OpenedNetwork barista = released("barista-parcels", manager);
                Pass pass = Pass.inference()) {
            assertTrue(barista.report().complete());
            NDArray signals = standardised(SineWeights.input(manager, 3, 6144)).expandDims(0)
                    .toType(DataType.FLOAT32, false);
            NDArray parcels = manager.create(new long[] {5, 17, 60}).reshape(3, 1);
            NDList results = barista.network().apply(pass, new NDList(signals, parcels));
            float[] latents = results.get(0).toFloatArray();
            float[] tokens = results.get(1).toFloatArray();
            assertEquals(0.62206554, tokens[0], TOLERANCE);
            assertEquals(-0.31547791, tokens[tokens.length - 1], TOLERANCE);
            assertEquals(0.30525625, latents[0], TOLERANCE);
            assertEquals(0.51555198, latents[1], TOLERANCE);
            assertEquals(0.23269810, latents[latents.length - 1], TOLERANCE);
            assertEquals(0.08731878, results.get(0).mean().getFloat(), TOLERANCE);
        }
    }

    @Test
    void megTokenizer() throws IOException {
        try (NDManager manager = Torch.newManager(Device.cpu());
                OpenedNetwork tokenizer = released("meg-gpt-tokenizer", manager);
                Pass pass = Pass.inference()) {
            NDArray signals = standardised(SineWeights.input(manager, 2, 200).mul(1.5)).transpose()
                    .expandDims(0)
                    .toType(DataType.FLOAT32, false);
            long[] tokens = tokenizer.network().apply(pass, new NDList(signals)).get(0).transpose(0, 2, 1)
                    .toLongArray();
            long[] first = new long[29];
            Arrays.fill(first, 0, 6, 17);
            Arrays.fill(first, 6, 28, 31);
            first[28] = 114;
            assertArrayEquals(first, Arrays.copyOf(tokens, first.length));
            assertArrayEquals(new long[] {61, 61, 61, 1}, Arrays.copyOfRange(tokens, 200, 204));
        }
    }
}
