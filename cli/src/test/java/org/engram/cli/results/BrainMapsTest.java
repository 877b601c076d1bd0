package org.engram.cli.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.fmri.maskers.VoxelMasker;
import org.engram.preprocessing.volume.masking.Mask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrainMapsTest {
    private static final Volume BOLD = Volume.of(ones(4 * 4 * 4), new long[] {4, 4, 4},
            Affine.scaling(3, 3, 4));

    @TempDir
    Path folder;

    private static float[] ones(int count) {
        float[] values = new float[count];
        Arrays.fill(values, 1);
        return values;
    }

    private double[] baseVoxelSizes(double anatomyVoxelSize) throws IOException {
        Path anatomy = folder.resolve("t1-" + anatomyVoxelSize + ".nii.gz");
        Volumes.write(Volume.of(ones(27), new long[] {3, 3, 3},
                Affine.scaling(anatomyVoxelSize, anatomyVoxelSize, anatomyVoxelSize)), anatomy);
        return new BrainMaps(VoxelMasker.of(Mask.of(BOLD)), BOLD, Optional.of(anatomy)).base().affine()
                .voxelSizes();
    }

    @Test
    void anAnatomyCoarserThanTheMapsIsBroughtToTheirSize() throws IOException {
        assertArrayEquals(new double[] {3, 3, 3}, baseVoxelSizes(25), 1e-6);
    }

    @Test
    void aFinerAnatomyIsShownAsItIs() throws IOException {
        assertArrayEquals(new double[] {1, 1, 1}, baseVoxelSizes(1), 1e-6);
        assertEquals(BOLD, new BrainMaps(VoxelMasker.of(Mask.of(BOLD)), BOLD, Optional.empty()).base());
    }
}
