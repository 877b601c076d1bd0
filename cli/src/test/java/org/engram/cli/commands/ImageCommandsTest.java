package org.engram.cli.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.engram.cli.CommandRun;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.io.volume.VoxelType;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCommandsTest {
    private static final Path DATASET = RealData.projectRoot().resolve("test-data/simulated-objects");

    @TempDir
    Path folder;

    /** A unit impulse in the middle of 7 x 7 x 7 voxels of 2 mm. */
    private Path impulse() throws IOException {
        float[] values = new float[343];
        values[171] = 1;
        Path file = folder.resolve("impulse.nii.gz");
        Volumes.write(Volume.of(values, new long[] {7, 7, 7}, Affine.scaling(2, 2, 2)), file);
        return file;
    }

    @Test
    void smoothGivesTheGoldenValuesOfAnImpulse() throws IOException {
        Path out = folder.resolve("smooth.nii.gz");
        assertEquals(0, CommandRun.of("smooth", "--fwhm", 4, impulse(), out).status());
        float[] smooth = Volumes.read(out).readVolume(0);
        assertEquals(0.1036407123, smooth[171], 1e-7); // single precision
        assertEquals(0.0518203561, smooth[172], 1e-7);
        assertTrue(Files.readString(folder.resolve("smooth.json")).contains("4 mm full width"));
    }

    @Test
    void resampleKeepsTheFieldOfViewAndTakesAGrid() throws IOException {
        Path out = folder.resolve("coarse.nii.gz");
        assertEquals(0, CommandRun
                .of("resample", "--voxel-size", 4, "--interpolation", "linear", impulse(), out).status());
        Volume coarse = Volumes.read(out);
        assertArrayEquals(new double[] {4, 4, 4}, coarse.affine().voxelSizes(), 1e-6);
        Path back = folder.resolve("back.nii.gz");
        assertEquals(0, CommandRun.of("resample", "--to", impulse(), "--interpolation", "nearest", out, back)
                .status());
        assertArrayEquals(new long[] {7, 7, 7}, Volumes.read(back).shape());
    }

    @Test
    void masksFindTheSimulatedBrain() throws IOException {
        Path out = folder.resolve("mask.nii.gz");
        CommandRun run = CommandRun.of("mask", "--json",
                DATASET.resolve("sub-01/func/sub-01_task-objects_run-1_bold.nii.gz"),
                out);
        assertEquals(0, run.status(), run.err());
        Volume mask = Volumes.read(out);
        assertEquals(VoxelType.UINT8, mask.voxels().type());
        Volume brain = Volumes.read(DATASET.resolve("derivatives/simulated-prep/sub-01/func"
                + "/sub-01_task-objects_run-1_desc-brain_mask.nii.gz"));
        float[] found = mask.readVolume(0);
        float[] truth = brain.readVolume(0);
        int inside = 0;
        int shared = 0;
        for (int v = 0; v < truth.length; v++) {
            inside += truth[v] > 0 ? 1 : 0;
            shared += truth[v] > 0 && found[v] > 0 ? 1 : 0;
        }
        assertEquals(inside, shared); // the head around the brain is brighter than the background too
    }

    @Test
    void cleanTakesTrendAndMotionOutAndSaysSo() throws IOException {
        Path derived = DATASET.resolve("derivatives/simulated-prep/sub-01/func");
        Path out = folder.resolve("clean.nii.gz");
        CommandRun run = CommandRun.of("clean", "--json", "--high-pass", 0.01, "--confounds", "motion",
                "--confounds-file",
                derived.resolve("sub-01_task-objects_run-1_desc-confounds_timeseries.tsv"),
                "--mask", derived.resolve("sub-01_task-objects_run-1_desc-brain_mask.nii.gz"),
                DATASET.resolve("sub-01/func/sub-01_task-objects_run-1_bold.nii.gz"), out);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("\"kept_volumes\": 88"), run.out());
        Volume clean = Volumes.read(out);
        assertEquals(2.0, clean.repetitionTimeSeconds(), 1e-6);
        int brainVoxel = 12 + 24 * (14 + 28 * 10);
        double sum = 0;
        double squares = 0;
        for (int t = 0; t < 88; t++) {
            double value = clean.readVolume(t)[brainVoxel];
            sum += value;
            squares += value * value;
        }
        assertEquals(0, sum / 88, 1e-6); // single precision
        assertEquals(1, squares / 87, 1e-5);
        assertTrue(Files.readString(folder.resolve("clean.json")).contains("motion regressors"));
        assertEquals(1,
                CommandRun.of("clean", "--high-pass", 0.01, impulse(), folder.resolve("x.nii.gz")).status());
    }

    @Test
    void extractAveragesTheVoxelsOfAMask() throws IOException {
        Path bold = DATASET.resolve("sub-01/func/sub-01_task-objects_run-1_bold.nii.gz");
        Path brain = DATASET.resolve("derivatives/simulated-prep/sub-01/func"
                + "/sub-01_task-objects_run-1_desc-brain_mask.nii.gz");
        Path out = folder.resolve("regions.tsv");
        CommandRun run = CommandRun.of("extract", "--labels", brain, bold, out);
        assertEquals(0, run.status(), run.err());
        Table table = TableFile.read(out);
        assertEquals(88, table.rowCount());
        float[] volume = Volumes.read(bold).readVolume(5);
        float[] inside = Volumes.read(brain).readVolume(0);
        double sum = 0;
        int count = 0;
        for (int v = 0; v < volume.length; v++) {
            sum += inside[v] > 0 ? volume[v] : 0;
            count += inside[v] > 0 ? 1 : 0;
        }
        assertEquals(sum / count, table.numbers(table.columnNames().get(0))[5], 1e-9);
        Path seeds = folder.resolve("seeds.tsv");
        assertEquals(0,
                CommandRun.of("extract", "--spheres", "20,-26,-8; -18,-20,-12", bold, seeds).status());
        assertEquals(2, TableFile.read(seeds).columnNames().size());
        Path maps = folder.resolve("maps.tsv");
        assertEquals(0, CommandRun.of("extract", "--maps", brain, bold, maps).status());
        // One map of ones: its least-squares weight is the mean.
        assertEquals(sum / count, TableFile.read(maps).numbers("map_1")[5], 1e-9);
        assertEquals(2, CommandRun.of("extract", bold, folder.resolve("none.tsv")).status());
        assertEquals(2,
                CommandRun.of("extract", "--spheres", "1,2", bold, folder.resolve("none.tsv")).status());
    }

    @Test
    void mistakesAreWrongUsageAndLeaveNothing() throws IOException {
        Path out = folder.resolve("none.nii.gz");
        assertEquals(2, CommandRun.of("smooth", "--fwhm", -1, impulse(), out).status());
        assertEquals(2, CommandRun.of("smooth", impulse(), out).status());
        assertEquals(2, CommandRun.of("resample", impulse(), out).status());
        assertEquals(2, CommandRun.of("mask", "--kind", "template", impulse(), out).status());
        assertEquals(2, CommandRun.of("smooth", "--fwhm", 4, impulse(), impulse()).status());
        assertEquals(1, CommandRun.of("smooth", "--fwhm", 4, folder.resolve("missing.nii"), out).status());
        assertFalse(Files.exists(out));
    }
}
