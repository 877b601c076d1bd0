package org.engram.preprocessing.fmri.confounds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.engram.core.FormatException;
import org.engram.io.table.JsonFile;
import org.engram.io.table.TableFile;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MotionParametersTest {
    @TempDir
    Path folder;

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(MotionParametersTest.class.getResource(name).toURI());
    }

    @Test
    void displacementIsThatOfTheReference() throws IOException, URISyntaxException {
        Path table = resource("sub-01_task-rest_desc-confounds_timeseries.tsv");
        MotionParameters motion = MotionParameters.of(TableFile.read(table));
        double[] displacement = motion
                .framewiseDisplacementMillimetres(MotionParameters.HEAD_RADIUS_MILLIMETRES);
        List<?> expected = (List<?>) JsonFile.read(resource("displacement.json")).get("millimetres");
        assertTrue(Double.isNaN(displacement[0]));
        assertEquals(expected.size() + 1, displacement.length);
        for (int volume = 1; volume < displacement.length; volume++) {
            // Six terms added in another order, each below 1 mm.
            assertEquals(((Number) expected.get(volume - 1)).doubleValue(), displacement[volume], 1e-14);
        }
    }

    @Test
    void theConventionsDifferInOrderAndUnit() throws IOException {
        Path file = Files.writeString(folder.resolve("motion.1D"),
                "# comment\n1 2 3 4 5 6\n\n 7,8 9\t10 11 12 \n");
        assertArrayEquals(new double[] {4, 5, 6, 1, 2, 3},
                MotionParameters.read(file, MotionParameters.Convention.FSL).parameters().row(0));
        assertArrayEquals(new double[] {7, 8, 9, 10, 11, 12},
                MotionParameters.read(file, MotionParameters.Convention.SPM).parameters().row(1));
        double degree = Math.PI / 180;
        assertArrayEquals(new double[] {5, 6, 4, 2 * degree, 3 * degree, 1 * degree},
                MotionParameters.read(file, MotionParameters.Convention.AFNI).parameters().row(0));
    }

    @Test
    void twentyFourRegressorsComeFromSix() throws IOException {
        Path file = Files.writeString(folder.resolve("a.par"), "0 0 0 1 0 0\n0 0 0 3 0 0\n0 0 0 2 0 0\n");
        Confounds confounds = MotionParameters.read(file, MotionParameters.Convention.FSL)
                .confounds(Expansion.FULL, false);
        assertEquals(24, confounds.names().size());
        assertArrayEquals(new double[] {1, 3, 2}, column(confounds, "trans_x"));
        assertArrayEquals(new double[] {2, 2, -1}, column(confounds, "trans_x_derivative1"));
        assertArrayEquals(new double[] {1, 9, 4}, column(confounds, "trans_x_power2"));
        assertArrayEquals(new double[] {4, 4, 1}, column(confounds, "trans_x_derivative1_power2"));
    }

    private static double[] column(Confounds confounds, String name) {
        return confounds.regressors().column(confounds.names().indexOf(name));
    }

    @Test
    void brokenFilesNameTheLine() throws IOException {
        Path file = Files.writeString(folder.resolve("a.par"), "0 0 0 1 0 0\n0 0 0 3 0\n");
        assertTrue(assertThrows(FormatException.class,
                () -> MotionParameters.read(file, MotionParameters.Convention.FSL)).getMessage()
                .contains("line 2 has 5 cells"));
        Files.writeString(file, "0 0 0 x 0 0\n");
        assertTrue(assertThrows(FormatException.class,
                () -> MotionParameters.read(file, MotionParameters.Convention.FSL)).getMessage()
                .contains("line 1 holds \"x\""));
        Files.writeString(file, "\n");
        assertTrue(assertThrows(FormatException.class,
                () -> MotionParameters.read(file, MotionParameters.Convention.FSL)).getMessage()
                .contains("is empty"));
    }

    @Test
    void haxbyMotionFilesHoldSmallRotationsFirst() throws IOException {
        Path file = RealData
                .path("fmri/haxby2001_pymvpa/haxby2001/sub001/BOLD/task001_run001/bold_moest.txt");
        MotionParameters motion = MotionParameters.read(file, MotionParameters.Convention.FSL);
        assertEquals(121, motion.volumes());
        assertEquals(-0.00416487, motion.parameters().get(0, 3));
        double[] displacement = motion
                .framewiseDisplacementMillimetres(MotionParameters.HEAD_RADIUS_MILLIMETRES);
        // From the first two lines of the file: |d| of (0.110484, -0.0745983, 0.0110025) mm and three rotations.
        double expected = 0.001499 + 0.0148003 + 0.01982765 + 50 * (0.0002288 + 0.00098734 + 0.00026969);
        assertEquals(expected, displacement[1], 1e-10, "the file has six to seven digits");
    }
}
