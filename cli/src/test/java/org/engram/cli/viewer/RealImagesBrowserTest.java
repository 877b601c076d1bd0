package org.engram.cli.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.engram.io.volume.Volume;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files in the viewer. The pictures stay in {@code target/screenshots} for whoever wants to look. */
class RealImagesBrowserTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    @TempDir
    static Path folder;
    private static Browser browser;

    @BeforeAll
    static void startBrowser() throws IOException {
        Assumptions.assumeTrue(ViewerBundle.isAvailable(), "this build has no viewer: npm was missing");
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
    void aTemplateBrainWithAMapOnAnotherGrid() throws IOException {
        Assumptions.assumeTrue(Boolean.getBoolean("engram.screenshots"),
                "minutes without a graphics card: ask for it with -Dsurefire.argLine=-Dengram.screenshots=true");
        Path file = RealData.path("smri/mricron_templates/ch2bet.nii.gz");
        Volume map = TestVolumes.blobs(34, -50, -16);
        Volume brain = TestVolumes.readBytesTemplate(file);
        SliceMosaic mosaic = SliceMosaic.builder(brain).overlay(map, ColourMap.WARM_COOL, 1, 6, 0.9).build();
        Files.write(SCREENSHOTS.resolve("mosaic.png"), mosaic.png());
        ViewerScene scene = ViewerScene.builder("Faces against houses")
                .base(ViewerImage.ofFile(file).withLabel("anatomy").withRange(0, 140))
                .overlay(ViewerImage.of("z.nii.gz", TestVolumes.niftiGz(map)).withLabel("z")
                        .withColourMap(ColourMap.WARM_COOL).withRange(1, 6).withOpacity(0.9))
                .picture(mosaic).build();
        Path page = folder.resolve("brain.html");
        ViewerPage.write(scene, page);
        browser.open(page);
        assertEquals("ready", browser.run("return document.querySelector('.viewer').dataset.state;"));
        // One plane while moving: the 3D view of a fine anatomy takes seconds a frame without a graphics card.
        browser.choose("view", "axial");
        browser.move("slice-x", 124);
        browser.move("slice-y", 76);
        browser.move("slice-z", 55);
        assertTrue((Long) browser.canvas(0).get(1) > 500);
        if (Boolean.getBoolean("engram.screenshots")) {
            browser.choose("view", "multiplanar");
        }
        browser.screenshot(SCREENSHOTS.resolve("viewer.png"), 1400, 900);
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void aSurfaceWithSulcalDepth() throws IOException {
        Path mesh = unpacked("smri/nilearn_fsaverage5/infl_left.gii.gz", "infl_left.surf.gii");
        Path depth = unpacked("smri/nilearn_fsaverage5/sulc_left.gii.gz", "sulc_left.shape.gii");
        ViewerSurface surface = new ViewerSurface(ViewerImage.ofFile(mesh).withLabel("Left hemisphere"),
                List.of(ViewerImage.ofFile(depth).withLabel("sulcal depth").withColourMap(ColourMap.WARM_COOL)
                        .withRange(0.5, 10)));
        Path page = folder.resolve("surface.html");
        ViewerPage.write(ViewerScene.builder("Sulcal depth").surface(surface).build(), page);
        browser.open(page);
        assertEquals("ready", browser.run("return document.querySelector('.viewer').dataset.state;"));
        Object before = browser.canvas(0).get(0);
        assertTrue((Long) browser.canvas(0).get(1) > 500);
        browser.screenshot(SCREENSHOTS.resolve("surface.png"), 1400, 900);
        browser.move("threshold", 8);
        assertTrue(!before.equals(browser.canvas(0).get(0)), "the threshold did nothing");
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void aSurfaceInsideAHeadAndOverlaysThatCanBeHidden() throws IOException {
        Path mesh = unpacked("smri/nilearn_fsaverage5/pial_left.gii.gz", "pial_left.surf.gii");
        ViewerScene scene = ViewerScene.builder("Head and surface")
                .base(ViewerImage.of("head.nii.gz", TestVolumes.niftiGz(TestVolumes.head())))
                .overlay(blob("one", 30)).overlay(blob("two", 50))
                .surface(ViewerSurface.of(ViewerImage.ofFile(mesh).withLabel("pial"))).build();
        Path page = folder.resolve("both.html");
        ViewerPage.write(scene, page);
        browser.open(page);
        assertEquals("ready", browser.run("return document.querySelector('.viewer').dataset.state;"));
        browser.choose("view", "axial");
        assertEquals(3L, browser.run("return window.engramViewers[0].nv.volumes.length;"));
        Object both = browser.canvas(0).get(0);
        browser.run("document.querySelector('[data-control=\"show-0\"]').click();");
        browser.settle();
        assertEquals(2L, browser.run("return window.engramViewers[0].nv.volumes.length;"));
        assertTrue(!both.equals(browser.canvas(0).get(0)), "hiding an overlay did nothing");
        Object withSurface = browser.canvas(0).get(0);
        browser.run("document.querySelector('[data-control=\"surface\"]').click();");
        browser.settle();
        assertTrue(!withSurface.equals(browser.canvas(0).get(0)), "hiding the surface did nothing");
        assertEquals(List.of(), browser.complaints());
    }

    private static ViewerImage blob(String label, double x) {
        return ViewerImage.of(label + ".nii.gz", TestVolumes.niftiGz(TestVolumes.blobs(x, -20, 10)))
                .withLabel(label)
                .withColourMap(ColourMap.HOT).withRange(2, 6);
    }

    private static Path unpacked(String relative, String name) throws IOException {
        Path target = folder.resolve(name);
        try (var in = new java.util.zip.GZIPInputStream(Files.newInputStream(RealData.path(relative)))) {
            Files.copy(in, target);
        }
        return target;
    }
}
