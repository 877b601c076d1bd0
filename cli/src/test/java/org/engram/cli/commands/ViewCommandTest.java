package org.engram.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.engram.cli.CommandRun;
import org.engram.cli.viewer.Browser;
import org.engram.cli.viewer.ViewerBundle;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewCommandTest {
    private static final Path DATA = RealData.projectRoot().resolve("test-data/simulated-objects");
    private static final Path ANATOMY = DATA.resolve("sub-01/anat/sub-01_T1w.nii.gz");
    private static final Path BOLD = DATA.resolve("sub-01/func/sub-01_task-objects_run-1_bold.nii.gz");
    private static final Path MASK = DATA.resolve("derivatives/simulated-prep/sub-01/func/"
            + "sub-01_task-objects_run-1_desc-brain_mask.nii.gz");
    @TempDir
    Path folder;

    private CommandRun view(Path page, Object... words) {
        String[] line = new String[words.length + 4];
        line[0] = "view";
        for (int w = 0; w < words.length; w++) {
            line[w + 1] = words[w].toString();
        }
        line[words.length + 1] = "--no-open";
        line[words.length + 2] = "--out";
        line[words.length + 3] = page.toString();
        return CommandRun.of((Object[]) line);
    }

    @Test
    void aPageOfAnatomyAndMaskStandsInABrowser() throws IOException {
        Assumptions.assumeTrue(ViewerBundle.isAvailable(), "this build has no viewer: npm was missing");
        Path page = folder.resolve("view.html");
        CommandRun run = view(page, ANATOMY, MASK, "--opacity", "0.5");
        assertEquals(0, run.status(), run.err());
        assertEquals("page: " + page + System.lineSeparator(), run.out());
        try (Browser browser = Browser.start(folder.resolve("profile"))) {
            browser.open(page);
            assertEquals("ready", browser.run("return document.querySelector('.viewer').dataset.state;"));
            List<Object> first = browser.canvas(0);
            assertTrue((Long) first.get(1) > 100, "distinct colours: " + first.get(1));
            browser.move("slice-z", 10);
            List<Object> moved = browser.canvas(0);
            assertNotEquals(first.get(0), moved.get(0), "the slice did not move");
            browser.move("opacity", 0);
            assertNotEquals(moved.get(0), browser.canvas(0).get(0), "the mask was not to be seen");
            browser.move("opacity", 0.5);
            browser.screenshot(Files.createDirectories(Path.of("target", "screenshots")).resolve("view.png"),
                    1280,
                    800);
            assertEquals(List.of(), browser.complaints());
            assertEquals(List.of(), browser.requests());
        }
    }

    @Test
    void aSeriesAndAPairAndAnUnpackedFileGoIn() throws IOException {
        Path page = folder.resolve("series.html");
        CommandRun series = view(page, BOLD, "--json");
        assertEquals(0, series.status(), series.err());
        assertTrue(series.out().contains("\"page\""), series.out());
        assertTrue(Files.readString(page).contains("sub-01_task-objects_run-1_bold"));
        Path plain = folder.resolve("plain.nii");
        try (Volume anatomy = Volumes.read(ANATOMY)) {
            Volumes.write(anatomy, plain);
        }
        assertEquals(0,
                CommandRun.of("convert", plain.toString(), folder.resolve("pair.img").toString()).status());
        Path paired = folder.resolve("pair.html");
        CommandRun pair = view(paired, plain, "--overlay", folder.resolve("pair.img"), "--threshold", "10",
                "--colours", "Warm-Cool");
        assertEquals(0, pair.status(), pair.err());
        assertTrue(Files.readString(paired).contains("plain with pair"));
    }

    @Test
    void aPackedSurfaceWithItsValuesStandsInABrowser() throws IOException {
        Path mesh = RealData.path("smri/nilearn_fsaverage5/infl_left.gii.gz");
        Path values = RealData.path("smri/nilearn_fsaverage5/sulc_left.gii.gz");
        Assumptions.assumeTrue(ViewerBundle.isAvailable(), "this build has no viewer: npm was missing");
        Path page = folder.resolve("surface.html");
        CommandRun run = view(page, "--surface", mesh, "--values", values);
        assertEquals(0, run.status(), run.err());
        try (Browser browser = Browser.start(folder.resolve("surface-profile"))) {
            browser.open(page);
            assertEquals("ready", browser.run("return document.querySelector('.viewer').dataset.state;"));
            assertTrue((Long) browser.canvas(0).get(1) > 100, "a shaded mesh with values");
            assertEquals(1L, browser.run("return window.engramViewers[0].nv.meshes[0].layers.length;"));
            browser.screenshot(
                    Files.createDirectories(Path.of("target", "screenshots")).resolve("surface.png"),
                    1000, 700);
            assertEquals(List.of(), browser.complaints());
        }
    }

    @Test
    void mistakesAreToldAndNoPageIsLeft() throws IOException {
        Path page = folder.resolve("nothing.html");
        assertEquals(2, view(page).status());
        assertEquals(2, view(page, ANATOMY, "--opacity", "2").status());
        assertEquals(2, view(page, ANATOMY, "--threshold", "-1").status());
        assertEquals(2, view(page, "--values", MASK).status());
        CommandRun missing = view(page, folder.resolve("none.nii.gz"));
        assertEquals(1, missing.status());
        assertTrue(missing.err().contains("no such file"), missing.err());
        CommandRun table = view(page, DATA.resolve("participants.tsv"));
        assertEquals(1, table.status());
        assertTrue(table.err().contains("participants.tsv"), table.err());
        CommandRun colours = view(page, ANATOMY, "--colours", "mauve");
        assertEquals(1, colours.status());
        assertTrue(colours.err().contains("warm-cool"), colours.err());
        assertFalse(Files.exists(page));
    }
}
