package org.engram.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.engram.io.table.JsonFile;
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
}
