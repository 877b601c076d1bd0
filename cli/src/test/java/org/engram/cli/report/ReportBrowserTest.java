package org.engram.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.engram.cli.viewer.Browser;
import org.engram.cli.viewer.TestVolumes;
import org.engram.cli.viewer.ViewerBundle;
import org.engram.cli.viewer.ViewerScene;
import org.engram.io.volume.Volume;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports in a browser, from a disk, without a network. Pictures stay in {@code target/screenshots}. */
class ReportBrowserTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String ANATOMY = "smri/mricron_templates/ch2bet.nii.gz";
    @TempDir
    static Path folder;
    private static Browser browser;

    @BeforeAll
    static void startBrowser() throws IOException {
        Files.createDirectories(SCREENSHOTS);
        browser = Browser.start(folder.resolve("profile"));
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aDecodingReportStandsAlone() throws IOException {
        Path page = folder.resolve("report.html");
        SampleReports.decoding()
                .map(scene(), "Activation patterns; values below the threshold are not shown.").build()
                .write(page);
        browser.open(page);
        if (ViewerBundle.isAvailable()) {
            assertEquals("ready", browser.run("return document.querySelector('.viewer').dataset.state;"));
            Object before = browser.canvas(0).get(0);
            browser.move("overlay", 1);
            assertNotEquals(before, browser.canvas(0).get(0), "the class selector did nothing");
        }
        assertEquals("77.2%", browser.text(".result strong"));
        assertNothingOverflows();
        browser.screenshot(SCREENSHOTS.resolve("report.png"), 1280, height());
        assertEquals(List.of(), browser.complaints());
        assertEquals(List.of(), browser.requests());
    }

    @Test
    void aSearchlightReportStandsAlone() throws IOException {
        Path page = folder.resolve("searchlight.html");
        SampleReports.searchlight().map(scene(), "Accuracy of each sphere.").build().write(page);
        browser.open(page);
        assertNothingOverflows();
        browser.screenshot(SCREENSHOTS.resolve("searchlight.png"), 1280, height());
        assertEquals(List.of(), browser.complaints());
        assertEquals(List.of(), browser.requests());
    }

    @Test
    void thePageItselfForbidsTheNetwork() throws IOException {
        Path page = folder.resolve("plain.html");
        SampleReports.decoding().build().write(page);
        browser.open(page);
        browser.run("""
                const image = new Image();
                image.onerror = () => { window.refused = true; };
                image.src = 'http://127.0.0.1:9/pixel.png';
                document.body.append(image);""");
        browser.settle();
        assertEquals(true, browser.run("return window.refused;"));
        // This also shows that complaints are seen at all.
        List<String> complaints = browser.complaints();
        assertEquals(1, complaints.size(), complaints.toString());
        assertTrue(complaints.get(0).contains("Content Security Policy"), complaints.get(0));
    }

    @Test
    void hostileNamesStayText() throws IOException {
        String name = "</script><img src=x onerror=\"window.hit=1\">&amp;<b>";
        Path page = folder.resolve("hostile.html");
        SampleReports.decoding().subtitle(name).confusion(List.of(name, "b"), new long[][] {{3, 1}, {0, 4}})
                .folds(List.of(new FoldScore(name, 0.5, 4))).build().write(page);
        browser.open(page);
        assertEquals(null, browser.run("return window.hit;"));
        assertEquals(name, browser.text(".subtitle"));
        assertEquals(name, browser.text(".classes tbody th"));
        assertEquals(List.of(), browser.complaints());
    }

    private static ViewerScene scene() throws IOException {
        // Software rendering of a fine anatomy takes its time; the simulated head shows the same faults.
        if (!Boolean.getBoolean("engram.screenshots") || !RealData.has(ANATOMY)) {
            return SampleReports.scene(null, null);
        }
        Path file = RealData.path(ANATOMY);
        Volume anatomy = TestVolumes.readBytesTemplate(file);
        return SampleReports.scene(anatomy, file);
    }

    private static void assertNothingOverflows() {
        assertEquals(List.of(), browser.run("""
                const wide = document.documentElement.clientWidth;
                return [...document.querySelectorAll('main *')]
                    .filter(e => !e.closest('svg') && e.getBoundingClientRect().right > wide + 1)
                    .map(e => e.tagName + '.' + e.className);"""));
    }

    private static int height() {
        return ((Long) browser.run("return document.documentElement.scrollHeight;")).intValue() + 140;
    }
}
