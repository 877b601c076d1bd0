package org.engram.preprocessing.volume.resampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.Fixtures;
import org.junit.jupiter.api.Test;

class ReorientationTest {
    private static final Affine AFFINE = Affine.of(new double[] {0.1, -3, 0.1, 20},
            new double[] {0.05, 0.2, 2.5, -9},
            new double[] {-2, 0.1, 0.3, 4});

    @Test
    void codesAndObliqueness() {
        assertEquals("RAS", Reorientation.axisCodes(Affine.identity()));
        assertEquals("ILA", Reorientation.axisCodes(AFFINE));
        assertEquals("LPS", Reorientation.axisCodes(Affine.scaling(-1, -2, 3)));
        assertEquals(0, Reorientation.obliquenessDegrees(Affine.scaling(-1, -2, 3)), 1e-6);
        double angle = Math.toRadians(10);
        Affine turned = Affine.of(new double[] {Math.cos(angle), -Math.sin(angle), 0, 0},
                new double[] {Math.sin(angle), Math.cos(angle), 0, 0}, new double[] {0, 0, 2, 0});
        assertEquals(10, Reorientation.obliquenessDegrees(turned), 1e-9);
    }

    @Test
    void everyVoxelKeepsItsPlaceAndValue() {
        Volume image = Fixtures.series(61, 3, 4, 5, 2, AFFINE).withRepetitionTime(3);
        for (String codes : new String[] {"RAS", "LPS", "AIR", "SPL"}) {
            Volume turned = Reorientation.to(image, codes);
            assertEquals(codes, Reorientation.axisCodes(turned.affine()));
            assertEquals(3, turned.repetitionTimeSeconds());
            float[] before = image.readVolume(1);
            float[] after = turned.readVolume(1);
            long[] shape = turned.shape();
            Affine back = AFFINE.inverse();
            for (int k = 0; k < shape[2]; k++) {
                for (int j = 0; j < shape[1]; j++) {
                    for (int i = 0; i < shape[0]; i++) {
                        double[] world = turned.affine().apply(i, j, k);
                        double[] voxel = back.apply(world[0], world[1], world[2]);
                        int x = (int) Math.round(voxel[0]);
                        int y = (int) Math.round(voxel[1]);
                        int z = (int) Math.round(voxel[2]);
                        assertArrayEquals(new double[] {x, y, z}, voxel, 1e-9);
                        assertEquals(before[(z * 4 + y) * 3 + x],
                                after[(int) ((k * shape[1] + j) * shape[0] + i)]);
                    }
                }
            }
            // There and back again, stored bytes included.
            Volume home = Reorientation.to(turned, "ILA");
            ByteBuffer stored = ByteBuffer.allocate(480).order(ByteOrder.LITTLE_ENDIAN);
            home.voxels().readStored(0, 120, stored);
            for (int i = 0; i < 60; i++) {
                assertEquals(image.readVolume(0)[i], stored.getFloat(4 * i));
                assertEquals(before[i], stored.getFloat(4 * (60 + i)));
            }
        }
    }

    @Test
    void alreadyThereIsReturnedAndBadCodesAreNamed() {
        Volume image = Volume.of(new float[8], new long[] {2, 2, 2}, Affine.identity());
        assertSame(image, Reorientation.toRas(image));
        assertThrows(IllegalArgumentException.class, () -> Reorientation.to(image, "RLS"));
        assertThrows(IllegalArgumentException.class, () -> Reorientation.to(image, "RA"));
    }
}
