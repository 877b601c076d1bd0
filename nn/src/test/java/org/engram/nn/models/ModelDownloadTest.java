package org.engram.nn.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.engram.core.CancelledException;
import org.engram.core.EngramException;
import org.engram.core.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a local server that breaks off, changes its file, lies about sizes and goes in circles. */
class ModelDownloadTest {
    private static final int SIZE = 1_000_003;

    @TempDir
    Path folder;
    private final byte[] content = new byte[SIZE];
    private Path target;
    private TestServer server;

    @BeforeEach
    void serve() throws IOException {
        new Random(1).nextBytes(content);
        server = new TestServer(content);
        target = folder.resolve("model/weights.bin");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static ModelDownload.Builder quick() {
        // The server cuts a body short by saying nothing more, so patience bounds the time of these tests.
        return ModelDownload.builder().firstPause(Duration.ofMillis(1)).attempts(3)
                .patience(Duration.ofMillis(500));
    }

    private String fetch(ModelDownload.Builder download) throws IOException {
        return download.build().fetch(server.address(), target, OptionalLong.of(SIZE),
                Optional.of(sha256(content)));
    }

    private String refusal(ModelDownload.Builder download) {
        String message = assertThrows(EngramException.class, () -> fetch(download)).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    private void requireFetched() throws IOException {
        assertArrayEquals(content, Files.readAllBytes(target));
        assertEquals(List.of("weights.bin"), left());
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(target.getParent())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void wholeInOneGo() throws IOException {
        var bytes = new AtomicLong();
        Progress progress = (name, total) -> {
            assertEquals(SIZE, total);
            return bytes::addAndGet;
        };
        assertEquals(sha256(content), fetch(quick().progress(progress)));
        requireFetched();
        assertEquals(SIZE, bytes.get());
    }

    @Test
    void brokenConnectionsAreTakenUpWhereTheyBroke() throws IOException {
        server.cuts.addAll(List.of(300_000, 1, 400_000));
        fetch(quick());
        requireFetched();
        assertEquals("", server.ranges.get(0));
        long ranged = server.ranges.stream().filter(range -> range.matches("bytes=\\d+-")).count();
        assertTrue(ranged >= 2, server.ranges.toString());
    }

    @Test
    void aLaterFetchGoesOnWhereAnEarlierOneFailed() throws IOException {
        server.cuts.addAll(List.of(500_000, 0, 0));
        String message = refusal(quick());
        assertTrue(message.contains("it goes on from there"), message);
        assertEquals(List.of("weights.bin.part", "weights.bin.part.json"), left());
        long kept = Files.size(target.resolveSibling("weights.bin.part"));
        assertTrue(kept > 0, kept + " bytes");
        server.ranges.clear();
        fetch(quick());
        requireFetched();
        assertEquals(List.of("bytes=" + kept + "-"), server.ranges);
    }

    @Test
    void serversWithoutRangesSendAllAgain() throws IOException {
        server.knowsRanges = false;
        server.cuts.add(700_000);
        fetch(quick());
        requireFetched();
    }

    @Test
    void aFileThatChangedMeanwhileIsFetchedAnew() throws IOException {
        server.cuts.addAll(List.of(500_000, 0, 0));
        byte[] old = content.clone();
        old[7]++;
        server.content = old;
        refusal(quick());
        server.content = content;
        server.tag = "\"two\"";
        fetch(quick());
        requireFetched();
    }

    @Test
    void aFileThatChangedUnnoticedIsFoundByItsChecksum() throws IOException {
        server.cuts.addAll(List.of(500_000, 0, 0));
        byte[] old = content.clone();
        old[7]++;
        server.content = old;
        refusal(quick());
        server.content = content; // under the same tag
        fetch(quick());
        requireFetched();
    }

    @Test
    void withoutChecksumAndTagNothingIsTakenUp() throws IOException {
        server.tag = null;
        server.cuts.addAll(List.of(500_000, 0, 0));
        ModelDownload download = quick().build();
        assertThrows(EngramException.class,
                () -> download.fetch(server.address(), target, OptionalLong.empty(), Optional.empty()));
        server.ranges.clear();
        assertEquals(sha256(content),
                download.fetch(server.address(), target, OptionalLong.empty(), Optional.empty()));
        assertEquals("", server.ranges.get(0));
        requireFetched();
    }

    @Test
    void aWrongChecksumLeavesNothingBehind() throws IOException {
        byte[] other = content.clone();
        other[SIZE - 1]++;
        server.content = other;
        String message = refusal(quick());
        assertTrue(message.contains(sha256(other)) && message.contains(sha256(content))
                && message.contains("nothing was kept"), message);
        assertEquals(List.of(), left());
    }

    @Test
    void sizesThatDoNotFitAreRefused() throws IOException {
        server.content = new byte[SIZE + 1];
        assertTrue(refusal(quick()).contains("has 1000004 bytes but 1000003 are registered"));
        assertEquals(List.of(), left());
        server.chunked = true; // now it only shows while reading
        assertTrue(refusal(quick()).contains("sends more than the 1000003 bytes"));
        assertEquals(List.of(), left());
        server.content = new byte[SIZE - 1];
        String shorter = refusal(quick());
        assertTrue(shorter.contains("1000002") && shorter.contains("1000003"), shorter);
    }

    @Test
    void busyServersAreAskedAgainAndMissingFilesNot() throws IOException {
        server.failures.addAll(List.of(503, 429));
        fetch(quick());
        requireFetched();
        Files.delete(target);
        server.failures.addAll(List.of(500, 502, 504));
        assertTrue(refusal(quick()).contains("the server answers 504 (3 attempts"));
        server.ranges.clear();
        server.failures.add(404);
        String message = refusal(quick());
        assertTrue(message.contains("404") && message.contains("--from"), message);
        assertEquals(1, server.ranges.size());
        server.failures.add(401);
        assertTrue(refusal(quick()).contains("wants a login"));
        assertEquals(List.of(), left());
    }

    @Test
    void redirectsAreFollowedButNotInCirclesNorOutOfEncryption() throws IOException {
        try (TestServer first = new TestServer(new byte[0])) {
            first.redirect = server.address().toString();
            quick().build().fetch(first.address(), target, OptionalLong.of(SIZE),
                    Optional.of(sha256(content)));
            requireFetched();
            first.redirect = first.address().toString();
            String message = assertThrows(EngramException.class, () -> quick().build().fetch(first.address(),
                    target, OptionalLong.empty(), Optional.empty())).getMessage();
            assertTrue(message.contains("in circles"), message);
            for (String bad : List.of("ftp://localhost/x", "file:///etc/passwd", "http:///x", "::")) {
                first.redirect = bad;
                assertThrows(EngramException.class, () -> quick().build().fetch(first.address(), target,
                        OptionalLong.empty(), Optional.empty()), bad);
            }
        }
        EngramException e = assertThrows(EngramException.class, () -> HttpAnswer
                .next(URI.create("https://a.example/x"), Optional.of("http://a.example/x")));
        assertTrue(e.getMessage().contains("not encrypted"), e.getMessage());
    }

    @Test
    void cancellingKeepsWhatArrived() throws IOException {
        var seen = new AtomicLong();
        Progress progress = new Progress() {
            @Override
            public Task begin(String name, long total) {
                return seen::addAndGet;
            }

            @Override
            public boolean isCancelled() { return seen.get() > 200_000; }
        };
        assertThrows(CancelledException.class, () -> fetch(quick().progress(progress)));
        assertEquals(List.of("weights.bin.part", "weights.bin.part.json"), left());
        server.ranges.clear();
        fetch(quick());
        requireFetched();
        assertTrue(server.ranges.get(0).startsWith("bytes="), server.ranges.toString());
    }

    @Test
    void silentServersAreLeft() throws IOException {
        server.cuts.addAll(List.of(1000, 0, 0));
        server.silenceMilliseconds = 20_000;
        String message = refusal(quick().patience(Duration.ofMillis(300)));
        assertTrue(message.contains("attempts"), message);
    }

    @Test
    void unreachableServersAndFullDisksAreNamed() throws IOException {
        server.close();
        assertTrue(refusal(quick()).contains("no connection to localhost"));
        assertEquals(List.of(), left());
        server = new TestServer(content);
        String message = refusal(quick().freeSpace(path -> 1000));
        assertTrue(message.contains("1.0 MB are still to come but only 1.0 kB are free"), message);
        assertEquals(List.of(), left());
    }

    @Test
    void oneFileIsFetchedByOneAtATime() throws IOException {
        try (PartialFile held = PartialFile.open(target)) {
            assertEquals(0, held.size());
            assertTrue(refusal(quick()).contains("another process is fetching this file"));
        }
        assertFalse(Files.exists(target));
        fetch(quick());
        requireFetched();
    }
}
