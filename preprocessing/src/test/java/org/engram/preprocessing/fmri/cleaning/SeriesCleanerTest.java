package org.engram.preprocessing.fmri.cleaning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.fmri.confounds.Confounds;
import org.engram.preprocessing.fmri.maskers.VoxelMasker;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.volume.resampling.Grid;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;

class SeriesCleanerTest {
    private static final int VOLUMES = 60;

    /** The three series of the golden values of signal cleaning, as voxels 1, 4 and 6 of a 2 x 2 x 2 image. */
    private static Volume golden() {
        double[] numbers = Lcg.numbers(42, VOLUMES * 3);
        List<float[]> volumes = new ArrayList<>();
        for (int t = 0; t < VOLUMES; t++) {
            float[] volume = new float[8];
            volume[4] = (float) numbers[3 * t]; // (0,0,1): first in C order of (x,y,z)
            volume[6] = (float) numbers[3 * t + 1]; // (0,1,1)
            volume[1] = (float) numbers[3 * t + 2]; // (1,0,0)
            volumes.add(volume);
        }
        return Volume.of(volumes, new long[] {2, 2, 2, VOLUMES}, Affine.scaling(3, 3, 3));
    }

    @Test
    void theGoldenSeriesComeOutInTheirVoxels() {
        Volume series = golden();
        Mask mask = Mask.of(Grid.of(series),
                new boolean[] {false, true, false, false, true, false, true, false});
        Matrix confounds = Matrix.of(VOLUMES, 2, Lcg.numbers(7, VOLUMES * 2));
        SeriesCleaner cleaner = new SeriesCleaner(VoxelMasker.of(mask),
                SignalCleaner.builder().bandPassHz(0.01, 0.1).build());
        SeriesCleaner.Cleaned cleaned = cleaner.clean(series, Confounds.of(confounds, List.of("a", "b")),
                2.0);
        assertEquals(2.0, cleaned.volume().repetitionTimeSeconds());
        assertArrayEquals(new long[] {2, 2, 2, VOLUMES}, cleaned.volume().shape());
        float[] thirty = cleaned.volume().readVolume(30);
        // The input was rounded to single precision, hence 1e-5.
        assertEquals(0.2233245205, thirty[4], 1e-5);
        assertEquals(-2.9288171984, thirty[6], 1e-5);
        assertEquals(-0.7503391609, thirty[1], 1e-5);
        assertEquals(0, thirty[0]);
    }
}
