package org.engram.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.engram.io.table.JsonFile;
import org.engram.nn.checkpoints.SafetensorsWriter;
import org.engram.nn.checkpoints.StoredTensor;
import org.engram.nn.checkpoints.TensorArrays;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Layer;
import org.engram.nn.models.networks.PublishedNetworks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
    private static final byte[] CONTENT = "weights of nothing".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private Path store;

    @BeforeEach
    void serve() throws IOException, NoSuchAlgorithmException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
            exchange.close();
        });
        server.start();
        store = Files.createDirectory(folder.resolve("store"));
        String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
        String url = "\"url\": \"http://localhost:" + server.getAddress().getPort() + "/w.bin\"";
        Files.writeString(store.resolve("registry.json"), "{\"format\": 1, \"models\": ["
                + model("free", "open", url + ", \"sha256\": \"" + sha + "\", \"bytes\": " + CONTENT.length)
                + ","
                + model("limited", "non-commercial", url + ", \"sha256\": \"" + sha + "\"") + ","
                + model("unpinned", "open", url) + "]}");
    }

    private static String model(String name, String terms, String file) {
        return "{\"name\": \"" + name + "\", \"title\": \"The " + name + " one\", \"description\": \"d\","
                + "\"paper\": \"p\", \"source\": \"https://a.example\", \"licence\": {\"name\": \"L\", \"terms\": \""
                + terms + "\"}, \"files\": [{\"name\": \"w.bin\", " + file + "}]}";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private CommandRun run(Object... words) {
        var all = new ArrayList<Object>(List.of("models"));
        all.addAll(List.of(words));
        all.addAll(List.of("--store", store));
        return CommandRun.of(all.toArray());
    }

    private static void requireFailure(CommandRun run, String words) {
        assertEquals(1, run.status(), run.out());
        assertEquals(1, run.errors().size(), run.err());
        assertTrue(run.err().contains(words), run.err());
    }

    @Test
    void subcommandsKeepTheContract() {
        for (String name : List.of("list", "show", "add", "verify", "check", "remove")) {
            CommandRun help = CommandRun.of("models", name, "--help");
            assertEquals(0, help.status(), help.err());
            assertEquals(help.out(), CommandRun.of("models", "help", name).out());
            assertTrue(help.out().startsWith("Usage: engram models " + name), help.out());
            List<String> lines = help.out().lines().toList();
            assertTrue(lines.stream().skip(lines.indexOf("Examples:"))
                    .anyMatch(line -> line.startsWith("  engram models " + name)), help.out());
            for (String option : List.of("--json", "--quiet", "--threads", "--seed", "--store",
                    "--registry")) {
                assertTrue(help.out().contains(option), name + " lacks " + option);
            }
        }
        assertEquals(2, CommandRun.of("models").status());
        assertEquals(2, run("add").status());
    }

    @Test
    void nothingIsFetchedWithoutBeingAskedFor() {
        requireFailure(run("add", "free"), "nothing was fetched: give --yes");
        assertTrue(run("add", "free").out().contains("licence  L"));
        requireFailure(run("add", "limited", "--yes"), "--accept-licence");
        requireFailure(run("add", "unpinned", "--yes"), "--accept-unpinned");
        requireFailure(run("add", "fre", "--yes"), "did you mean \"free\"");
        assertEquals(0, requests.get());
        assertFalse(Files.exists(store.resolve("free")));
    }

    @Test
    void fetchedListedVerifiedRemoved() throws IOException {
        CommandRun added = run("add", "free", "limited", "unpinned", "--accept-licence", "--accept-unpinned");
        assertEquals(0, added.status(), added.err());
        assertTrue(added.out().contains("as registered") && added.out().contains("none is registered"),
                added.out());
        assertTrue(run("add", "free").out().contains("here already"));
        CommandRun list = run("list");
        assertTrue(
                list.out().lines()
                        .anyMatch(line -> line.matches("free +yes +18 bytes +not yet +L +The free one")),
                list.out());
        assertTrue(list.out().lines().anyMatch(line -> line.matches("unpinned +unpinned .*")), list.out());
        assertTrue(list.out().contains("stable-diffusion-1.5"), list.out());
        assertEquals(0, run("verify").status());
        Files.writeString(store.resolve("free/w.bin"), "WEIGHTS of nothing");
        CommandRun verify = run("verify", "free");
        requireFailure(verify, "1 file is damaged or missing");
        assertTrue(verify.out().startsWith("damaged  free/w.bin has the sha256"), verify.out());
        assertEquals(0, run("remove", "free").status());
        assertFalse(Files.exists(store.resolve("free")));
        requireFailure(run("verify", "free"), "damaged or missing");
    }

    @Test
    void jsonIsOneDocument() throws IOException {
        Path printed = folder.resolve("printed.json");
        for (List<Object> words : List.<List<Object>>of(List.of("list"), List.of("show", "barista-parcels"),
                List.of("add", "free", "--yes"), List.of("verify"), List.of("remove", "free"))) {
            var all = new ArrayList<>(words);
            all.add("--json");
            CommandRun run = run(all.toArray());
            assertEquals(0, run.status(), run.err());
            Files.writeString(printed, run.out());
            Map<String, Object> fields = JsonFile.read(printed);
            assertFalse(fields.isEmpty());
            if (words.get(0).equals("show")) {
                assertEquals("non-commercial", fields.get("terms"));
            }
        }
    }

    @Test
    void filesFetchedByHandAreTakenIn() throws IOException {
        Path file = Files.write(folder.resolve("w.bin"), CONTENT);
        CommandRun run = run("add", "limited", "--from", file);
        assertEquals(0, run.status(), run.err());
        assertTrue(Files.exists(store.resolve("limited/w.bin")));
        requireFailure(run("add", "free", "--from", Files.writeString(folder.resolve("bad.bin"), "x")),
                "has 1 bytes but 18 are registered");
        assertEquals(2, run("add", "free", "unpinned", "--from", file).status());
        requireFailure(run("add", "brainbert", "--accept-licence"), "cannot be fetched by a program");
        assertEquals(0, requests.get());
        assertTrue(run("show", "brainbert").out().contains("not pinned"));
    }

    @Test
    void networksAreTold() {
        assertTrue(run("show", "stable-diffusion-1.5").out()
                .contains(
                        "network  unet: UNet2DCondition, 686 tensors, 859,520,964 numbers, from unet.safetensors"));
        assertTrue(run("show", "eegpt-large").out().contains("network  not yet"));
        String list = run("list").out();
        assertTrue(list.lines().anyMatch(line -> line.matches("eegpt-large .* not yet .*")), list);
        assertTrue(list.lines().anyMatch(line -> line.matches("clip-vocabulary .*MB? +- +MIT .*")), list);
        requireFailure(run("check", "eegpt-large"), "Engram has no network for eegpt-large yet");
        requireFailure(run("check", "cbramod"), "engram models add cbramod");
        requireFailure(run("check", "bendr", "--part", "decoder"), "no part \"decoder\"");
        assertEquals(2, run("check", "bendr", "--from", folder.resolve("both.pt")).status());
    }

    @Test
    void weightsAreLoadedIntoTheirNetwork() throws IOException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        Path file = folder.resolve("weights.pt");
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            Layer network = PublishedNetworks.of("meg-gpt-tokenizer", "network").build();
            network.initialize(manager, DataType.FLOAT32, 1);
            network.state().forEach(
                    (path, parameter) -> tensors.put(path, TensorArrays.stored(parameter.getArray())));
            SafetensorsWriter.write(file, tensors, Map.of());
            NDArray broken = network.state().get("token_weights_layer.dense_layer.bias").getArray().mul(0)
                    .sub(1).sqrt();
            tensors.put("token_weights_layer.dense_layer.bias", TensorArrays.stored(broken));
            SafetensorsWriter.write(folder.resolve("broken.pt"), tensors, Map.of());
            tensors.put("another", tensors.remove("decoder_layer.token_basis_layer.bias"));
            SafetensorsWriter.write(folder.resolve("other.pt"), tensors, Map.of());
        }
        CommandRun good = run("check", "meg-gpt-tokenizer", "--from", file);
        assertEquals(0, good.status(), good.err());
        assertTrue(good.out().startsWith(
                "network: MegTokenizer, 11 tensors, 231,041 numbers, from tokenizer.pt"), good.out());
        assertTrue(good.out().contains("matched    11 of 11") && good.out().contains("fits, loaded"),
                good.out());
        Files.createDirectories(store.resolve("meg-gpt-tokenizer"));
        Files.copy(file, store.resolve("meg-gpt-tokenizer/tokenizer.pt"));
        assertEquals("", run("check", "meg-gpt-tokenizer", "--quiet").out());
        CommandRun other = run("check", "meg-gpt-tokenizer", "--from", folder.resolve("other.pt"));
        requireFailure(other, "do not fit the network of meg-gpt-tokenizer");
        assertTrue(other.out().contains("decoder_layer.token_basis_layer.bias (128)")
                && other.out().contains("another (128)"), other.out());
        CommandRun broken = run("check", "meg-gpt-tokenizer", "--from", folder.resolve("broken.pt"),
                "--json");
        requireFailure(broken, "do not fit");
        Files.writeString(folder.resolve("printed.json"), broken.out());
        assertTrue(JsonFile.read(folder.resolve("printed.json")).get("networks").toString()
                .contains("not_finite=[token_weights_layer.dense_layer.bias]"), broken.out());
        assertEquals(0,
                run("check", "meg-gpt-tokenizer", "--from", folder.resolve("broken.pt"), "--names-only")
                        .status());
    }
}
