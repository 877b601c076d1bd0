package org.engram.cli.viewer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.junit.jupiter.api.Test;

class ViewerFilesTest {
    private static final long[] SERIES = {2, 1, 1, 3};

    @Test
    void seriesAreCutToWhatFits() {
        Volume series = Volume.of(new float[] {1, 2, 3, 4, 5, 6}, SERIES, Affine.identity())
                .withRepetitionTime(2);
        assertEquals(2, ViewerFiles.fitting(series, 20), "8 bytes a volume");
        assertEquals(1, ViewerFiles.fitting(series, 3), "one volume is always shown");
        assertEquals(3, ViewerFiles.fitting(series, 1000));
        Volume cut = ViewerFiles.first(series, 2);
        assertArrayEquals(new long[] {2, 1, 1, 2}, cut.shape());
        assertArrayEquals(new float[] {3, 4}, cut.readVolume(1));
        assertEquals(2, cut.repetitionTimeSeconds());
        assertArrayEquals(new long[] {2, 1, 1}, ViewerFiles.first(series, 1).shape());
    }

    @Test
    void endingsAreDropped() {
        assertEquals("sub-01_T1w", ViewerFiles.stem(Path.of("a/sub-01_T1w.nii.gz")));
        assertEquals("lh", ViewerFiles.stem(Path.of("lh.pial")));
        assertEquals("scan", ViewerFiles.stem(Path.of("scan")));
    }

    @Test
    void rangesSuitTheValues() {
        OverlayRange mask = range(0, 2, 2, 0);
        assertEquals(new OverlayRange(0, 2, ColourMap.RED), mask);
        OverlayRange signed = range(1, -2, 3, 4, 5, 6, 7, 8, 9, 10, -11);
        assertEquals(new OverlayRange(10, 11, ColourMap.WARM_COOL), signed,
                "a tenth of 11 voxels is above 10");
        float[] sparse = new float[100];
        sparse[3] = 5;
        sparse[4] = 6;
        assertEquals(new OverlayRange(0, 6, ColourMap.HOT), range(sparse), "thresholded already");
        assertEquals(new OverlayRange(7, 7.7, ColourMap.HOT), range(sparse).withThreshold(7));
        assertEquals(0, range(0, Float.NaN).threshold());
    }

    private static OverlayRange range(float... values) {
        return OverlayRange.of(Volume.of(values, new long[] {values.length, 1, 1}, Affine.identity()));
    }
}
