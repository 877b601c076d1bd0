package org.engram.cli.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as people meet it: opened from a disk in a browser without a network. */
class ViewerPageBrowserTest {
    @TempDir
    static Path folder;
    private static Browser browser;

    @BeforeAll
    static void startBrowser() {
        Assumptions.assumeTrue(ViewerBundle.isAvailable(), "this build has no viewer: npm was missing");
        browser = Browser.start(folder.resolve("profile"));
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void slidersMoveTheSlicesAndTheOverlayAnswersItsControls() throws IOException {
        Path page = folder.resolve("view.html");
        ViewerPage.write(twoMaps(), page);
        browser.open(page);
        assertEquals("ready", browser.run("return document.querySelector('.viewer').dataset.state;"));
        List<Object> first = browser.canvas(0);
        // A blank canvas has one colour; three planes of a shaded head have far more than a hundred.
        assertTrue((Long) first.get(1) > 100, "distinct colours: " + first.get(1));

        browser.move("slice-x", 30);
        // Voxel 30 lies at 4 * 30 - 90 = 30 mm.
        assertTrue(browser.text(".viewer-place").contains("x 30.0"), browser.text(".viewer-place"));
        assertEquals("x 30.0 mm", browser.run(
                "return document.querySelector('[data-control=\"slice-x\"]').parentNode.querySelector('output').value;"));
        List<Object> moved = browser.canvas(0);
        assertNotEquals(first.get(0), moved.get(0), "the slices did not change");

        browser.move("threshold", 5.9);
        List<Object> thresholded = browser.canvas(0);
        assertNotEquals(moved.get(0), thresholded.get(0), "the threshold did nothing");
        browser.move("opacity", 0.2);
        assertNotEquals(thresholded.get(0), browser.canvas(0).get(0), "the opacity did nothing");

        assertEquals(List.of(), browser.complaints());
        assertEquals(List.of(), browser.requests());
    }

    @Test
    void theSelectorShowsOneMapAtATimeAndReadsItsValue() throws IOException {
        Path page = folder.resolve("view.html");
        ViewerPage.write(twoMaps(), page);
        browser.open(page);
        browser.choose("view", "axial");
        for (String axis : List.of("x", "y", "z")) {
            // Voxel (30, 25, 20) is (30, -20, 10) mm, the middle of the positive blob of the first map.
            browser.move("slice-" + axis, axis.equals("x") ? 30 : axis.equals("y") ? 25 : 20);
        }
        assertTrue(browser.text(".viewer-place").contains("face: 6"), browser.text(".viewer-place"));
        List<Object> face = browser.canvas(0);
        browser.move("overlay", 1);
        assertEquals(2L, browser.run("return window.engramViewers[0].nv.volumes.length;"));
        String place = browser.text(".viewer-place");
        assertTrue(place.contains("house") && !place.contains("face"), place);
        assertNotEquals(face.get(0), browser.canvas(0).get(0));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void aSeriesHasATimeSliderAndKeysMoveTheCrosshair() throws IOException {
        ViewerScene scene = ViewerScene.builder("Series")
                .base(ViewerImage.of("bold.nii.gz", TestVolumes.niftiGz(TestVolumes.series(5))).withRange(0,
                        120))
                .build();
        Path page = folder.resolve("view.html");
        ViewerPage.write(scene, page);
        browser.open(page);
        browser.choose("view", "axial");
        List<Object> first = browser.canvas(0);
        browser.move("frame", 4);
        assertNotEquals(first.get(0), browser.canvas(0).get(0), "the time slider did nothing");
        assertEquals("5 of 5, 8 s", browser.run(
                "return document.querySelector('[data-control=\"frame\"]').parentNode.querySelector('output').value;"));
        browser.move("slice-z", 10);
        browser.run("""
                document.querySelector('canvas').dispatchEvent(
                    new KeyboardEvent('keydown', {key: 'PageUp', bubbles: true}));""");
        browser.settle();
        assertTrue(browser.text(".viewer-place").contains("z \u221226.0"), browser.text(".viewer-place"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void withoutWebGlTheStaticPictureStays() throws IOException {
        Path page = folder.resolve("view.html");
        ViewerPage.write(twoMaps(), page);
        try (Browser plain = Browser.start(folder.resolve("flat"), "--disable-3d-apis")) {
            plain.open(page);
            assertEquals("failed", plain.run("return document.querySelector('.viewer').dataset.state;"));
            assertEquals(true, plain.run(
                    "return document.querySelector('.viewer-static').getBoundingClientRect().height > 100;"));
            assertTrue(plain.text(".viewer-failed").contains("could not start"));
        }
    }

    private static ViewerScene twoMaps() {
        ViewerImage head = ViewerImage.of("head.nii.gz", TestVolumes.niftiGz(TestVolumes.head()))
                .withLabel("anatomy");
        SliceMosaic mosaic = SliceMosaic.builder(TestVolumes.head())
                .overlay(TestVolumes.blobs(30, -20, 10), ColourMap.WARM_COOL, 2, 6, 0.9).build();
        return ViewerScene.builder("Two <maps> & a head").base(head)
                .overlay(map("face", TestVolumes.niftiGz(TestVolumes.blobs(30, -20, 10))))
                .overlay(map("house", TestVolumes.niftiGz(TestVolumes.blobs(20, 30, 30))))
                .oneOverlayAtATime("Class").picture(mosaic).build();
    }

    private static ViewerImage map(String label, byte[] bytes) {
        return ViewerImage.of(label + ".nii.gz", bytes).withLabel(label).withColourMap(ColourMap.WARM_COOL)
                .withRange(2, 6).withOpacity(0.9);
    }
}
