package org.engram.decoders.foundation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.engram.decoders.foundation.labram.LabramClassifier;
import org.engram.decoders.foundation.labram.LabramConfiguration;
import org.engram.nn.checkpoints.LoadReport;
import org.engram.nn.checkpoints.WeightMismatchException;
import org.engram.nn.engine.Torch;
import org.engram.nn.models.networks.OpenedNetwork;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworks;
import org.junit.jupiter.api.Test;

/** Files of the published form, names and shapes, in which each tensor holds its number (make_published.py). */
class PublishedEncodersTest {
    private static Path resource(String name) {
        try {
            return Path.of(PublishedEncodersTest.class.getResource(name).toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, Integer> expected(String network) throws IOException {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (String line : Files.readAllLines(resource("names.txt"))) {
            String[] words = line.split(" ");
            if (words[0].equals(network)) {
                numbers.put(words[1], Integer.parseInt(words[2]));
            }
        }
        return numbers;
    }

    private static LoadReport requireEachInItsPlace(String model, String part, String file)
            throws IOException {
        PublishedNetwork published = PublishedNetworks.of(model, part);
        try (NDManager manager = Torch.newManager(Device.cpu());
                OpenedNetwork opened = published.open(resource(file), manager)) {
            Map<String, Integer> numbers = expected(model + "/" + part);
            assertEquals(numbers.keySet(), Set.copyOf(opened.report().matched()));
            opened.network().state().forEach((path, parameter) -> {
                Integer number = numbers.get(path);
                if (number != null && path.endsWith("qkv.bias")) {
                    float[] bias = parameter.getArray().toFloatArray();
                    assertEquals(600, bias.length);
                    for (int i = 0; i < bias.length; i++) {
                        assertEquals(i < 200 ? number / 64f : i < 400 ? 0 : (number + 1) / 64f, bias[i],
                                path);
                    }
                } else if (number != null) {
                    assertEquals(number / 64f, parameter.getArray().min().getFloat(), path);
                    assertEquals(number / 64f, parameter.getArray().max().getFloat(), path);
                }
            });
            assertTrue(published.accepts(opened.report()));
            return opened.report();
        }
    }

    @Test
    void labramOutOfItsPreTraining() throws IOException {
        LoadReport report = requireEachInItsPlace("labram-base", "encoder", "labram-base.pth");
        assertEquals(Set.of("fc_norm.weight", "fc_norm.bias", "head.weight", "head.bias"),
                report.missing().keySet());
        // logit_scale, mask token, norm, two code heads, projection head
        assertEquals(1 + 1 + 2 + 4 + 2, report.dropped().size());
        assertTrue(PublishedNetworks.of("labram-base", "masked-model").check(resource("labram-base.pth"))
                .good());
    }

    @Test
    void aClassifierOfItsOwnTakesThePublishedEncoder() throws IOException {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            LabramClassifier five = new LabramClassifier(LabramConfiguration.base(5));
            PublishedNetworks.of("labram-base", "encoder").fill(five, resource("labram-base.pth"), manager);
            assertTrue(five.isInitialized());
            assertEquals(expected("labram-base/encoder").get("cls_token") / 64f,
                    five.state().get("cls_token").getArray().mean().getFloat(), 1e-6f);
        }
    }

    @Test
    void labramTokenizer() throws IOException {
        assertTrue(requireEachInItsPlace("labram-tokenizer", "network", "vqnsp.pth").complete());
    }

    @Test
    void biot() throws IOException {
        assertEquals(List.of("index"),
                requireEachInItsPlace("biot-shhs-prest-18", "network", "biot.ckpt").dropped());
        LoadReport report = assertThrows(WeightMismatchException.class,
                () -> requireEachInItsPlace("biot-prest-16", "network", "biot.ckpt")).report();
        assertEquals("channel_tokens.weight", report.misshapen().get(0).path());
    }

    @Test
    void brainBertBesideItsConfiguration() throws IOException {
        assertTrue(requireEachInItsPlace("brainbert", "network", "brainbert.pth").complete());
    }

    @Test
    void weightsOfAnotherNetworkAreRefused() {
        LoadReport report = assertThrows(WeightMismatchException.class,
                () -> requireEachInItsPlace("cbramod", "network", "biot.ckpt")).report();
        assertTrue(report.matched().isEmpty(), report.toString());
    }
}
