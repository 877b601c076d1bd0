package org.engram.cli.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.engram.cli.CommandRun;
import org.engram.cli.viewer.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of work on recordings in a browser, from a disk, without a network. Pictures stay in {@code target/screenshots}. */
class RecordingReportsBrowserTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    @TempDir
    static Path folder;
    private static Browser browser;
    private static Path fif;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(SCREENSHOTS);
        browser = Browser.start(folder.resolve("profile"));
        fif = SyntheticRecording.write(SyntheticRecording.of(60), folder.resolve("task_raw.fif"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    private static void run(Object... words) {
        CommandRun run = CommandRun.of(words);
        assertEquals(0, run.status(), run.err());
    }

    @Test
    void cleaning() throws IOException {
        run("clean", fif, "--out", folder.resolve("clean_raw.fif"), "--high-pass", "1", "--low-pass", "40",
                "--line",
                "50", "--bad", "Cz", "--detect-bads", "--interpolate-bads", "--segments", "--reference",
                "average");
        open("clean_raw_report.html", "cleaning");
        assertEquals(2L, figures());
        assertEquals("clean_raw_signals.html",
                browser.run("return document.querySelector('main a').getAttribute('href');"));
        assertTrue(browser.text("main").contains("interpolated"), browser.text("main"));
        browser.open(folder.resolve("clean_raw_signals.html"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void epochs() throws IOException {
        run("epochs", fif, "--out", folder.resolve("ep"), "--event", "standard=1", "--event", "target=2",
                "--reject",
                "eog=150uV", "--high-pass", "0.5", "--low-pass", "30", "--tmax", "0.8");
        open("ep/report.html", "epochs");
        // One average, butterfly, field power, two rows of heads, the image of epochs.
        assertEquals(6L, figures());
        assertEquals(2L, browser.run("return document.querySelectorAll('svg.scalp').length;"));
        assertTrue(browser.text("main").contains("VEOG"), browser.text("main"));
    }

    @Test
    void components() throws IOException {
        run("ica", "fit", fif, "--out", folder.resolve("task-ica.json"), "--components", "6",
                "--iterations", "50");
        open("task-ica_report.html", "components");
        assertEquals(1L, browser.run("return document.querySelectorAll('svg.scalp').length;"));
        // Six heads and the scale.
        assertEquals(7L, browser.run("return document.querySelectorAll('svg.scalp image').length;"));
        browser.open(folder.resolve("task-ica_signals.html"));
        assertEquals(List.of(), browser.complaints());
    }

    private static void open(String page, String name) throws IOException {
        browser.open(folder.resolve(page));
        assertEquals(List.of(), browser.run("""
                const wide = document.documentElement.clientWidth;
                return [...document.querySelectorAll('main *')]
                    .filter(e => !e.closest('svg') && e.getBoundingClientRect().right > wide + 1)
                    .map(e => e.tagName + '.' + e.className);"""));
        int height = ((Long) browser.run("return document.documentElement.scrollHeight;")).intValue() + 140;
        browser.screenshot(SCREENSHOTS.resolve("recording-" + name + ".png"), 1280, height);
        assertEquals(List.of(), browser.complaints());
        assertEquals(List.of(), browser.requests());
    }

    private static Object figures() {
        return browser.run("return document.querySelectorAll('figure').length;");
    }
}
