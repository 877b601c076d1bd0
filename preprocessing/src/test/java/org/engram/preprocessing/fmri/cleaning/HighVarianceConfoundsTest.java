package org.engram.preprocessing.fmri.cleaning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;

class HighVarianceConfoundsTest {
    @Test
    void componentsMatchNumpy() {
        Matrix found = HighVarianceConfounds.DEFAULT.of(Matrix.of(90, 300, Lcg.numbers(15, 27_000)));
        Fixture numpy = Fixture.read(HighVarianceConfoundsTest.class, "cleaning.txt");
        // Six voxels: eigenvalues apart by a few per cent, so vectors are good to some 1e-13.
        assertArrayEquals(numpy.numbers("variance"), found.data(), 1e-11);
    }

    @Test
    void impossibleRequestsAreRefused() {
        assertThrows(EngramException.class, () -> HighVarianceConfounds.DEFAULT.of(Matrix.zeros(4, 10)));
        EngramException flat = assertThrows(EngramException.class,
                () -> HighVarianceConfounds.DEFAULT.of(Matrix.zeros(10, 10)));
        assertEquals(true, flat.getMessage().contains("no voxel of 10"));
        assertThrows(IllegalArgumentException.class, () -> new HighVarianceConfounds(5, 100, true));
    }
}
