package org.engram.cli.viewer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;

class SliceMosaicTest {
    @Test
    void valuesBetweenVoxelsAgreeWithScipyOnAnObliqueGrid() throws IOException {
        float[] values = new float[120];
        double[] numbers = Lcg.numbers(7, 120);
        for (int v = 0; v < values.length; v++) {
            values[v] = (float) numbers[v];
        }
        SamplingGrid grid = new SamplingGrid(Volume.of(values, new long[] {5, 6, 4},
                Affine.of(new double[] {2, 0.3, 0, -4}, new double[] {-0.2, 3, 0.1, -7},
                        new double[] {0, 0.4, 2.5, -3})));
        List<String> lines = new String(getClass().getResourceAsStream("sampling.csv").readAllBytes(),
                StandardCharsets.UTF_8).lines().skip(1).toList();
        assertEquals(10, lines.size());
        for (String line : lines) {
            String[] cells = line.split(",");
            double x = Double.parseDouble(cells[0]);
            double y = Double.parseDouble(cells[1]);
            double z = Double.parseDouble(cells[2]);
            // Both work in double precision; only the inversion of the affine differs.
            assertEquals(Double.parseDouble(cells[3]), grid.linear(x, y, z), 1e-12);
            assertEquals(Double.parseDouble(cells[4]), grid.nearest(x, y, z), 0);
        }
        assertTrue(Double.isNaN(grid.linear(500, 0, 0)));
        assertTrue(Double.isNaN(grid.nearest(500, 0, 0)));
    }

    @Test
    void colourStandsWhereTheMapIsAndOnTheRightSide() throws IOException {
        SliceMosaic mosaic = SliceMosaic.builder(TestVolumes.head())
                .overlay(TestVolumes.blobs(34, -20, 10), ColourMap.WARM_COOL, 2, 6, 1)
                .at(SliceMosaic.Plane.AXIAL, 10, 62).build();
        assertEquals(2, mosaic.tiles().size());
        SliceMosaic.Tile tile = mosaic.tiles().get(0);
        assertEquals(10, tile.worldMillimetres(), 0);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(mosaic.png()));
        int warm = 0;
        int cool = 0;
        double warmColumns = 0;
        double coolColumns = 0;
        for (int v = 0; v < tile.height(); v++) {
            for (int u = 0; u < tile.width(); u++) {
                int rgb = image.getRGB(tile.left() + u, tile.top() + v);
                int difference = (rgb >> 16 & 0xff) - (rgb & 0xff);
                if (difference > 40) {
                    warm++;
                    warmColumns += u;
                } else if (difference < -40) {
                    cool++;
                    coolColumns += u;
                }
            }
        }
        // The blob exceeds 2 within 9 * sqrt(2 ln 3) = 13.3 mm; its disc has 557 mm^2 and the other the same, but for
        // the steps of 4 mm voxels at the rim and the pixels of about 0.8 mm.
        double pixel = (148.0 + 8) / tile.width();
        assertEquals(557, warm * pixel * pixel, 120);
        assertEquals(warm, cool, 0.12 * warm);
        // Positive at x = +34 mm: right of the head, right in the picture, 68 mm from the negative one.
        assertEquals(68 / pixel, warmColumns / warm - coolColumns / cool, 3);
        // Nothing exceeds the threshold 52 mm higher.
        SliceMosaic.Tile above = mosaic.tiles().get(1);
        for (int v = 0; v < above.height(); v++) {
            for (int u = 0; u < above.width(); u++) {
                int rgb = image.getRGB(above.left() + u, above.top() + v);
                assertTrue(Math.abs((rgb >> 16 & 0xff) - (rgb & 0xff)) < 10);
            }
        }
    }

    @Test
    void slicesGoThroughWhatTheMapShows() {
        SliceMosaic mosaic = SliceMosaic.builder(TestVolumes.head())
                .overlay(TestVolumes.blobs(34, -20, 10), ColourMap.WARM_COOL, 2, 6, 1)
                .slices(SliceMosaic.Plane.CORONAL, 3).build();
        double[] places = mosaic.tiles().stream().mapToDouble(SliceMosaic.Tile::worldMillimetres).toArray();
        // Voxels above 2 have centres from y = -32 to -8; with half voxels -34 to -6, so thirds centred at
        // -29.3, -20, -10.7, rounded to millimetres.
        assertArrayEquals(new double[] {-29, -20, -11}, places, 0);
        assertTrue(mosaic.svg().contains(">y = \u221220<"));
        assertTrue(mosaic.svg().contains(">\u22126<") && mosaic.svg().contains(">2<"),
                "the scale has its ends");
    }

    @Test
    void constantAndEmptyImagesStillGiveAPicture() {
        for (float value : new float[] {0, 5, -5, Float.NaN}) {
            float[] values = new float[27];
            java.util.Arrays.fill(values, value);
            SliceMosaic mosaic = SliceMosaic
                    .builder(Volume.of(values, new long[] {3, 3, 3}, Affine.identity()))
                    .build();
            assertEquals(21, mosaic.tiles().size());
        }
    }

    @Test
    void aRangeThatEndsBelowItsStartIsRefused() {
        SliceMosaic.Builder builder = SliceMosaic.builder(TestVolumes.head());
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class,
                () -> builder.overlay(TestVolumes.head(), ColourMap.HOT, 3, 2, 1));
        assertTrue(error.getMessage().contains("3.0 to 2.0"), error.getMessage());
    }
}
