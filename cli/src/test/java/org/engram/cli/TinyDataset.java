package org.engram.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.io.volume.nifti.NiftiWriter;
import org.engram.testdata.Lcg;

/** Four short runs of faces and houses in 6 x 6 x 4 voxels, easy to decode, to be broken in one place at a time. */
record TinyDataset(Path root) {
    static final int VOLUMES = 40;
    static final long[] GRID = {6, 6, 4};
    static final Affine AFFINE = Affine.of(new double[] {4, 0, 0, -10}, new double[] {0, 4, 0, -10},
            new double[] {0, 0, 4, -10}, new double[] {0, 0, 0, 1});

    static TinyDataset write(Path root, int runs) throws IOException {
        TinyDataset made = new TinyDataset(root);
        Files.createDirectories(root.resolve("sub-01/func"));
        Files.writeString(root.resolve("dataset_description.json"),
                "{\"Name\":\"tiny\",\"BIDSVersion\":\"1.9.0\"}");
        Files.writeString(root.resolve("task-x_bold.json"), "{\"TaskName\":\"x\",\"RepetitionTime\":2.0}");
        made.write(made.mask(), List.of(block()), AFFINE);
        float[] pattern = normal(Lcg.numbers(7, 144 * 12), 0, 3);
        for (int run = 1; run <= runs; run++) {
            double[] noise = Lcg.numbers(100 + run, VOLUMES * 144 * 12);
            List<float[]> series = new ArrayList<>();
            for (int t = 0; t < VOLUMES; t++) {
                float[] volume = normal(noise, 144 * t, 1);
                for (int v = 0; v < volume.length; v++) {
                    double response = t % 5 < 3 ? (t / 5 % 2 == 0 ? pattern[v] : -pattern[v]) : 0;
                    volume[v] += (float) (100 + response);
                }
                series.add(volume);
            }
            made.write(made.bold(run), series, AFFINE);
            StringBuilder events = new StringBuilder("onset\tduration\ttrial_type\n");
            for (int block = 0; block < 8; block++) {
                events.append(block * 10).append("\t6\t").append(block % 2 == 0 ? "face" : "house")
                        .append('\n');
            }
            Files.writeString(made.events(run), events);
        }
        return made;
    }

    /** A block of 64 voxels inside the grid. */
    static float[] block() {
        float[] inside = new float[144];
        for (int v = 0; v < inside.length; v++) {
            int x = v % 6;
            int y = v / 6 % 6;
            inside[v] = x > 0 && x < 5 && y > 0 && y < 5 ? 1 : 0;
        }
        return inside;
    }

    /** Sums of twelve uniform numbers: close enough to a normal distribution. */
    private static float[] normal(double[] uniform, int first, double deviation) {
        float[] values = new float[144];
        for (int i = 0; i < values.length; i++) {
            double sum = 0;
            for (int k = 0; k < 12; k++) {
                sum += uniform[(first + i) * 12 + k];
            }
            values[i] = (float) (deviation * (sum - 6));
        }
        return values;
    }

    void write(Path file, List<float[]> volumes, Affine affine) throws IOException {
        long[] shape = volumes.size() == 1
                ? GRID
                : new long[] {GRID[0], GRID[1], GRID[2], volumes.size()};
        NiftiWriter.defaults().write(
                Volume.of(volumes, shape, affine).withRepetitionTime(volumes.size() == 1 ? 0 : 2), file);
    }

    List<float[]> read(Path file) throws IOException {
        try (Volume image = Volumes.read(file)) {
            List<float[]> volumes = new ArrayList<>();
            for (int t = 0; t < image.volumeCount(); t++) {
                volumes.add(image.readVolume(t));
            }
            return volumes;
        }
    }

    Path mask() {
        return root.resolve("mask.nii.gz");
    }

    Path bold(int run) {
        return root.resolve("sub-01/func/sub-01_task-x_run-" + run + "_bold.nii.gz");
    }

    Path events(int run) {
        return root.resolve("sub-01/func/sub-01_task-x_run-" + run + "_events.tsv");
    }

    Path sidecar() {
        return root.resolve("task-x_bold.json");
    }

    void replace(Path file, String what, String by) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        if (!text.contains(what)) {
            throw new IllegalArgumentException(file + " does not hold " + what);
        }
        Files.writeString(file, text.replace(what, by));
    }
}
