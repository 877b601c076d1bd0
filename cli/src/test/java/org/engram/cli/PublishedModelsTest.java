package org.engram.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.engram.core.EngramException;
import org.engram.nn.checkpoints.KeyMap;
import org.engram.nn.layers.Layer;
import org.engram.nn.models.ModelFile;
import org.engram.nn.models.ModelRegistry;
import org.engram.nn.models.ModelStore;
import org.engram.nn.models.OfficialModel;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworks;
import org.junit.jupiter.api.Test;

/** The whole registry against the networks of all modules. Nothing is allocated: shapes are declared. */
class PublishedModelsTest {
    /** Learnt tensors and numbers as publications, or counts over their files, state them. */
    private static final Map<String, long[]> LEARNT = Map.ofEntries(
            Map.entry("stable-diffusion-1.5, unet", new long[] {686, 859_520_964}),
            Map.entry("stable-diffusion-1.5, autoencoder", new long[] {248, 83_653_863}),
            Map.entry("stable-diffusion-1.5, text-encoder", new long[] {196, 123_060_480}),
            Map.entry("stable-diffusion-2.1, unet", new long[] {686, 865_910_724}),
            Map.entry("stable-diffusion-2.1, autoencoder", new long[] {248, 83_653_863}),
            Map.entry("stable-diffusion-2.1, text-encoder", new long[] {372, 340_387_840}),
            Map.entry("clip-vit-l-14, vision", new long[] {392, 303_966_208}),
            Map.entry("openclip-vit-h-14-vision, network", new long[] {520, 632_076_800}),
            Map.entry("openclip-vit-bigg-14-vision, network", new long[] {776, 1_844_907_264}),
            Map.entry("vdvae-imagenet64, network", new long[] {2482, 125_005_860}),
            Map.entry("bendr, encoder", new long[] {24, 3_972_096}),
            Map.entry("bendr, contextualizer", new long[] {76, 153_168_953}),
            Map.entry("brainbert, network", new long[] {82, 43_183_144}),
            // with 18 channels and 6 classes 3,188,230, of which the head has 256 * 6 + 6 in two tensors
            Map.entry("biot-six-datasets-18, network", new long[] {57 - 2, 3_188_230 - 1542}),
            Map.entry("synthseg-1.0, network", new long[] {56, 13_238_408 + 4416 / 2}),
            Map.entry("synthseg-2.0, network", new long[] {56, 13_238_433 + 4416 / 2}),
            Map.entry("synthsr, network", new long[] {56, 13_237_633 + 4416 / 2}),
            Map.entry("synthsurf, network", new long[] {56, 13_237_833 + 4416 / 2}),
            // The file of 30,851,709 bytes holds weights and two moments of four bytes each, and 52,977 bytes besides.
            Map.entry("synthstrip, network", new long[] {54, 2_566_561}),
            Map.entry("brain-id, network", new long[] {56, 65_869_986 + 65}));

    @Test
    void everyFileOfWeightsHasItsNetworksAndEveryNetworkItsFile() {
        for (OfficialModel model : ModelRegistry.builtIn().models()) {
            List<PublishedNetwork> networks = PublishedNetworks.of(model.name());
            for (ModelFile file : model.files()) {
                List<PublishedNetwork> inside = networks.stream()
                        .filter(network -> network.file().equals(file.name())).toList();
                assertEquals(file.content() == ModelFile.Content.WEIGHTS, !inside.isEmpty(),
                        model.name() + " " + file.name());
                Set<String> maps = inside.stream().flatMap(network -> network.keyMaps().stream())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
                assertEquals(Set.copyOf(file.keyMaps()), maps, model.name() + " " + file.name());
                maps.forEach(KeyMap::named);
            }
        }
        for (PublishedNetwork network : PublishedNetworks.all()) {
            ModelRegistry.builtIn().model(network.model()).file(network.file());
        }
    }

    @Test
    void networksHaveAsManyTensorsAndNumbersAsTheFiles() {
        int compared = 0;
        for (OfficialModel model : ModelRegistry.builtIn().models()) {
            List<PublishedNetwork> networks = PublishedNetworks.of(model.name());
            for (ModelFile file : model.files()) {
                List<PublishedNetwork> inside = networks.stream()
                        .filter(network -> network.file().equals(file.name())).toList();
                if (inside.isEmpty() || file.tensors().isEmpty() && file.parameters().isEmpty()) {
                    continue;
                }
                assertEquals(file.tensors(), file.tensors().isEmpty()
                        ? file.tensors()
                        : OptionalLong.of(
                                inside.stream().mapToLong(PublishedNetwork::tensors).sum()),
                        model.name());
                assertEquals(file.parameters(), file.parameters().isEmpty()
                        ? file.parameters()
                        : OptionalLong.of(
                                inside.stream().mapToLong(PublishedNetwork::numbers).sum()),
                        model.name());
                compared++;
            }
        }
        assertTrue(compared >= 12, compared + " files with known counts");
    }

    @Test
    void networksHaveThePublishedNumberOfParameters() {
        assertAll(PublishedNetworks.all().stream().filter(network -> LEARNT.containsKey(network.toString()))
                .map(network -> () -> {
                    Layer layer = network.build();
                    assertEquals(Arrays.toString(LEARNT.get(network.toString())),
                            Arrays.toString(new long[] {layer.learned().size(), layer.parameterCount()}),
                            network.toString());
                    assertFalse(layer.isInitialized());
                }));
        Set<String> all = PublishedNetworks.all().stream().map(Object::toString).collect(Collectors.toSet());
        assertTrue(all.containsAll(LEARNT.keySet()), all.toString());
    }

    @Test
    void whatIsNotThereIsSaid() {
        ModelStore store = ModelStore.at(Path.of("nowhere"));
        assertTrue(
                assertThrows(EngramException.class, () -> PublishedNetworks.open(store, "eegpt-large", null))
                        .getMessage().contains("no module present has a network"));
        assertTrue(assertThrows(EngramException.class, () -> PublishedNetworks.open(store, "bendr", null))
                .getMessage().contains("encoder, contextualizer"));
        assertTrue(assertThrows(EngramException.class, () -> PublishedNetworks.of("bendr", "encode"))
                .getMessage().contains("did you mean \"encoder\""));
        assertTrue(assertThrows(EngramException.class, () -> PublishedNetworks.open(store, "cbramod", null))
                .getMessage().contains("engram models add cbramod"));
    }
}
