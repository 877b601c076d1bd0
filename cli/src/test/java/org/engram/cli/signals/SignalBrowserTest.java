package org.engram.cli.signals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.engram.cli.viewer.Browser;
import org.engram.core.Progress;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The signal browser in a browser, from a disk. Pictures stay in {@code target/screenshots}. */
class SignalBrowserTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    @TempDir
    static Path folder;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(SCREENSHOTS);
        browser = Browser.start(folder.resolve("profile"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    /** Alpha waves with blinks; channel "T7" is noise ten times as large, and a name tries to leave its element. */
    private static Recording recording(double seconds) {
        double rate = 200;
        int count = (int) (seconds * rate);
        List<Channel> channels = new ArrayList<>();
        for (String name : List.of("Fp1", "Fz", "Cz", "Pz", "Oz", "T7", "</script><b>&")) {
            channels.add(Channel.of(name, ChannelType.EEG));
        }
        channels.add(Channel.of("STI", ChannelType.STIM));
        double[][] samples = new double[channels.size()][count];
        for (int c = 0; c < 7; c++) {
            long state = c + 1;
            for (int i = 0; i < count; i++) {
                state = (1103515245L * state + 12345) & 0x7fffffffL;
                double noise = state / 2147483648.0 - 0.5;
                samples[c][i] = (c == 5 ? 200e-6 : 20e-6) * noise
                        + 15e-6 * Math.sin(2 * Math.PI * 10 * i / rate + c) + 5e-3 * c;
            }
        }
        for (int i = 0; i < count; i += 300) {
            samples[7][i] = 1;
        }
        return Recording.of(channels, rate, samples).toBuilder()
                .annotations(List.of(Annotation.of(3, 0, "square"), Annotation.of(6, 1.5, "BAD_muscle")))
                .build();
    }

    private static Path write(Recording recording, String name) throws IOException {
        Path page = folder.resolve(name);
        new SignalBrowser(recording, "sub-01 rest").write(page, Progress.NONE);
        return page;
    }

    private static void waitForSignals() {
        for (int i = 0; i < 50; i++) {
            browser.settle();
            if ("ready".equals(browser.run("return document.getElementById('signals').dataset.state;"))) {
                return;
            }
        }
        throw new AssertionError(
                "the signals were not drawn: " + browser.text("#cursor") + browser.complaints());
    }

    /** How many of the pixels of the canvas are neither background nor transparent. */
    private static long inkedPixels() {
        return ((Number) browser.run("""
                const c = document.getElementById('signals'), copy = new OffscreenCanvas(c.width, c.height);
                const g = copy.getContext('2d', {willReadFrequently: true});
                g.drawImage(c, 0, 0);
                const d = g.getImageData(0, 0, c.width, c.height).data;
                let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i] > 40) n++; return n;"""))
                .longValue();
    }

    @Test
    void scrollingScalingAndMarking() throws IOException {
        browser.open(write(recording(120), "signals.html"));
        waitForSignals();
        long atFirst = inkedPixels();
        assertTrue(atFirst > 2000, "only " + atFirst + " pixels are drawn");
        browser.screenshot(SCREENSHOTS.resolve("signals.png"), 1280, 760);

        browser.run("document.querySelector('[data-action=larger]').click()");
        browser.settle();
        assertTrue(inkedPixels() > atFirst, "a larger scale draws no more");
        browser.run("document.querySelector('[data-action=forward]').click()");
        waitForSignals();
        assertEquals(8.0, ((Number) browser.run("return engramSignals.state.start")).doubleValue(), 1e-9);

        browser.run(
                "[...document.querySelectorAll('#names button')].find(b => b.textContent === 'T7').click()");
        browser.settle();
        assertEquals("true", browser.run("return [...document.querySelectorAll('#names button')]"
                + ".find(b => b.textContent === 'T7').getAttribute('aria-pressed')"));
        drag(0.25, 0.5);
        browser.run("document.querySelector('#stretch-text').value = 'BAD_jump';"
                + "document.querySelector('#stretch button[value=keep]').click()");
        browser.settle();
        Map<?, ?> marks = (Map<?, ?>) browser.run("return engramMarks()");
        assertEquals(List.of("T7"), marks.get("badChannels"));
        List<?> stretches = (List<?>) marks.get("annotations");
        assertEquals(3, stretches.size());
        Map<?, ?> drawn = (Map<?, ?>) stretches.get(2);
        assertEquals("BAD_jump", drawn.get("text"));
        // A quarter to a half of a window of 10 s that begins at 8 s; the mouse moves by whole pixels.
        assertEquals(10.5, ((Number) drawn.get("onset")).doubleValue(), 0.05);
        assertEquals(2.5, ((Number) drawn.get("duration")).doubleValue(), 0.05);
        assertEquals("1 bad channel, 3 stretches (not saved)", browser.text("#marks"));
        assertEquals(List.of(), browser.complaints());
        assertEquals(List.of(), browser.requests());
        browser.run("engramSignals.state.changed = false");
    }

    private static void drag(double from, double to) {
        browser.run(
                """
                        const c = document.getElementById('signals'), box = c.getBoundingClientRect();
                        const at = (type, f) => c.dispatchEvent(new PointerEvent(type, {pointerId: 1, bubbles: true,
                            clientX: box.left + f * box.width, clientY: box.top + 40}));
                        c.setPointerCapture = () => {};
                        at('pointerdown', arguments[0]); at('pointermove', arguments[1]); at('pointerup', arguments[1]);""",
                from, to);
        browser.settle();
    }

    @Test
    void theValuesDrawnAreTheSamplesToOnePartIn30000() throws IOException {
        Recording recording = recording(20);
        browser.open(write(recording, "values.html"));
        waitForSignals();
        double[][] truth = recording.read(0, 400);
        List<?> shown = (List<?>) browser
                .run("""
                        const done = [];
                        const old = window.engramBlock;
                        window.engramBlock = (index, points, text) => {
                            const b = Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer, v = new DataView(b);
                            for (const [channel, i] of [[0, 0], [0, 399], [5, 17], [7, 300]]) {
                                const at = channel * (8 + 2 * points);
                                done.push(v.getFloat32(at, true) + v.getFloat32(at + 4, true) * v.getInt16(at + 8 + 2 * i, true));
                            }
                        };
                        const s = document.createElement('script'); s.src = 'values-data/0.js'; document.head.append(s);
                        return new Promise(r => { s.onload = () => { window.engramBlock = old; r(done); }; });""");
        double[] expected = {truth[0][0], truth[0][399], truth[5][17], truth[7][300]};
        for (int i = 0; i < 4; i++) {
            double range = i == 2 ? 130e-6 : i == 3 ? 1 : 30e-6;
            assertEquals(expected[i], ((Number) shown.get(i)).doubleValue(), range / 30000 + 5e-3 * 1e-6);
        }
    }

    @Test
    void longRecordingsKeepTheirPeaksWhenSamplesAreDrawnTogether() throws IOException {
        Recording recording = recording(60);
        Path page = folder.resolve("long.html");
        new SignalBrowser(recording, "long", 1 << 16).write(page, Progress.NONE);
        browser.open(page);
        waitForSignals();
        assertTrue(browser.text("#facts").contains("shown as extremes of"), browser.text("#facts"));
        long bytes;
        try (var files = Files.list(folder.resolve("long-data"))) {
            bytes = files.mapToLong(file -> file.toFile().length()).sum();
        }
        assertTrue(bytes < 1.4 * (1 << 16), bytes + " bytes");
        browser.run("engramSignals.setWindow(60)");
        waitForSignals();
        assertTrue(inkedPixels() > 2000);
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void blocksOfAnEarlierLongerRecordingAreRemoved() throws IOException {
        Path page = write(recording(2000), "again.html");
        assertTrue(Files.exists(folder.resolve("again-data/5.js")));
        new SignalBrowser(recording(3), "again").write(page, Progress.NONE);
        assertTrue(Files.exists(folder.resolve("again-data/0.js")));
        assertFalse(Files.exists(folder.resolve("again-data/1.js")));
    }
}
