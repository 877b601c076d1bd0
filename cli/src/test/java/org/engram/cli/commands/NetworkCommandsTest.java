package org.engram.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.cli.CommandRun;
import org.engram.decoders.simulation.SimulatedEpochs;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpyFile;
import org.engram.io.array.NpzFile;
import org.engram.io.table.JsonFile;
import org.engram.io.table.TableFile;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Train, predict and explain, from the outside, on epochs whose answer is known. */
class NetworkCommandsTest {
    @TempDir
    static Path folder;
    static Path data;
    static Path out;
    static CommandRun trained;

    @BeforeAll
    static void train() throws IOException {
        SimulatedEpochs epochs = SimulatedEpochs.builder().subjects(10).epochs(40).build();
        data = folder.resolve("epochs.npz");
        NpzFile.write(data, epochs.arrays(), true);
        NpyFile.write(folder.resolve("truth.npy"), epochs.truth());
        out = folder.resolve("out");
        trained = CommandRun.of("train", data, "--network", "mlp", "--group", "subject", "--test", "0.2",
                "--max-epochs", "8", "--device", "cpu", "--out", out, "--json");
    }

    private static Map<String, Object> json(Path file) throws IOException {
        return JsonFile.read(file);
    }

    private static double number(Map<String, Object> fields, String name) {
        return ((Number) fields.get(name)).doubleValue();
    }

    @Test
    void trainingFindsTheEffectInPeopleItNeverSaw() throws IOException {
        assertEquals(0, trained.status(), trained.err());
        Map<String, Object> results = json(out.resolve("results.json"));
        // 80 epochs of two unseen subjects; the effect is large, guessing reaches 0.65 once in 200 times.
        assertTrue(number(results, "accuracy") > 0.65, results.toString());
        assertEquals("test", results.get("evaluated_on"));
        assertEquals(80, ((Number) results.get("n_test")).intValue());
        for (String name : List.of("model/config.json", "model/model.safetensors", "model/model-card.md",
                "metrics.jsonl", "loss-curve.svg", "predictions.tsv", "predictions.json", "report.html")) {
            assertTrue(Files.size(out.resolve(name)) > 0, name);
        }
        List<String> tested = TableFile.read(out.resolve("predictions.tsv")).text("group").stream().distinct()
                .toList();
        assertEquals(2, tested.size(), "whole subjects are held out");
        assertTrue(Files.readString(out.resolve("report.html")).contains("Loss over steps"));
    }

    @Test
    void whatWasSavedPredictsTheSame() throws IOException {
        Path table = folder.resolve("predictions.tsv");
        CommandRun run = CommandRun.of("predict", out.resolve("model"), data, "--target", "y", "--out",
                table);
        assertEquals(0, run.status(), run.err());
        var all = TableFile.read(table);
        var held = TableFile.read(out.resolve("predictions.tsv"));
        double[] probabilities = all.numbers("probability_target");
        double[] samples = held.numbers("sample");
        double[] before = held.numbers("probability_target");
        for (int i = 0; i < samples.length; i++) {
            // The same weights on other batches: only the order of sums differs.
            assertEquals(before[i], probabilities[(int) samples[i]], 1e-5);
        }
        assertTrue(Files.exists(folder.resolve("predictions.json")), "a sidecar");
    }

    @Test
    void theExplanationFindsThePlantedSourceAndRandomWeightsDoNot() throws IOException {
        Path explained = folder.resolve("explained");
        CommandRun run = CommandRun.of("explain", out.resolve("model"), data, "--class", "target",
                "--samples",
                "0,2,4,42,44", "--copies", "20", "--sanity", "5", "--truth", folder.resolve("truth.npy"),
                "--out",
                explained);
        assertEquals(0, run.status(), run.err());
        Map<String, Object> results = json(explained.resolve("results.json"));
        double found = ((Number) ((Map<?, ?>) results.get("localization")).get("rank_accuracy"))
                .doubleValue();
        double random = ((Number) ((Map<?, ?>) results.get("localization_random_weights"))
                .get("rank_accuracy"))
                .doubleValue();
        // The source is 4 % of the epoch: a map that knows nothing has 0.04 of its strongest values there.
        assertTrue(found > 0.35, "rank accuracy " + found);
        assertTrue(random < 0.15, "rank accuracy of random networks " + random);
        assertEquals(true, ((Map<?, ?>) results.get("sanity")).get("passed"));
        assertEquals(List.of(), results.get("banners"));
        assertTrue(Files.readString(explained.resolve("mean-map.svg")).contains("<path"),
                "the outlined source");
        Object first = TableFile.read(explained.resolve("channels.tsv")).text("channel").get(0);
        assertTrue(List.of("4", "5", "6", "7").contains(first), "strongest channel " + first);
        assertEquals(5, NpzFile.read(explained.resolve("attributions.npz"), "attribution").shape()[0]);
    }

    @Test
    void aMethodThatShowsTheInputIsMetWithABanner() throws IOException {
        Path explained = folder.resolve("banner");
        CommandRun run = CommandRun.of("explain", out.resolve("model"), data, "--method",
                "gradient-times-input",
                "--samples", "0", "--sanity", "5", "--out", explained);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.err().contains("it shows the input"), run.err());
        assertTrue(Files.readString(explained.resolve("report.html")).contains("role=\"alert\""));
    }

    @Test
    void relevanceGoesThroughThePlainNetworks() {
        CommandRun run = CommandRun.of("explain", out.resolve("model"), data, "--method", "lrp", "--samples",
                "0",
                "--sanity", "0", "--out", folder.resolve("lrp"));
        assertEquals(0, run.status(), run.err());
        assertTrue(run.err().contains("no-sanity-check"), run.err());
    }

    private static String failure(int status, Object... words) {
        CommandRun run = CommandRun.of(words);
        assertEquals(status, run.status(), run.out() + run.err());
        assertEquals(1, run.errors().size(), run.err());
        assertFalse(run.err().contains("internal error"), run.err());
        return run.err();
    }

    private static Path npz(String name, Map<String, NpyArray> changed) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("X", NpyArray.of(new float[8 * 6], 8, 2, 3));
        String[] classes = {"a", "b", "a", "b", "a", "b", "a", "b"};
        arrays.put("y", NpyArray.of(classes, 8));
        arrays.putAll(changed);
        Path file = folder.resolve(name + ".npz");
        NpzFile.write(file, arrays, false);
        return file;
    }

    @Test
    void badDataIsRefusedInOneSentence() throws IOException {
        Path target = folder.resolve("refused");
        String[] same = new String[8];
        Arrays.fill(same, "a");
        assertTrue(failure(1, "train", npz("one", Map.of("y", NpyArray.of(same, 8))), "--network", "mlp",
                "--out",
                target).contains("every sample has the y \"a\""));
        float[] gap = new float[48];
        gap[13] = Float.NaN;
        assertTrue(failure(1, "train", npz("nan", Map.of("X", NpyArray.of(gap, 8, 2, 3))), "--network", "mlp",
                "--out",
                target).contains("sample 2 holds NaN at value 1"));
        String[] single = {"s", "t", "s", "t", "s", "t", "s", "t"};
        assertTrue(
                failure(1, "train", npz("groups", Map.of("who", NpyArray.of(single, 8))), "--network", "mlp",
                        "--group", "who", "--out", target).contains("comes from 1 group"));
        Path parts = npz("parts",
                Map.of("who", NpyArray.of(single, 8), "part", NpyArray.of(new String[] {"train",
                        "validation", "validation", "train", "train", "train", "train", "train"}, 8)));
        assertTrue(failure(1, "train", parts, "--network", "mlp", "--group", "who", "--validation", "part",
                "--out",
                target).contains("stands in two parts"));
        Path plain = npz("plain", Map.of());
        assertTrue(failure(1, "train", plain, "--network", "mlp", "--target", "z", "--out", target)
                .contains("there is no \"z\""));
        assertTrue(failure(1, "train", plain, "--network", "eegnot", "--out", target).contains("eegnet"));
        assertTrue(failure(1, "train", plain, "--network", "mlp", "--set", "hiden=3", "--out", target)
                .contains("hidden"));
        assertTrue(failure(1, "train", plain, "--network", "resnet", "--axes", "1", "--out", target)
                .contains("(2, 3)"));
        assertTrue(failure(1, "train", folder.resolve("none.npz"), "--network", "mlp", "--out", target)
                .contains("no such file"));
        failure(2, "train", plain, "--network", "mlp", "--learning-rate", "-1", "--out", target);
        failure(2, "train", plain, "--network", "mlp", "--schedule", "upwards", "--out", target);
        failure(2, "train", plain, "--network", "mlp", "--device", "abacus", "--out", target);
        assertFalse(Files.exists(target), "nothing is left behind");
    }

    @Test
    void otherShapesAndDamagedModelsAreRefused() throws IOException {
        String shapes = failure(1, "predict", out.resolve("model"), npz("small", Map.of()), "--out",
                folder.resolve("x.tsv"));
        assertTrue(shapes.contains("(2, 3)") && shapes.contains("(16, 128)"), shapes);
        assertTrue(failure(1, "explain", out.resolve("model"), data, "--class", "targer", "--out",
                folder.resolve("x")).contains("target"));
        assertTrue(failure(1, "explain", out.resolve("model"), data, "--samples", "400", "--out",
                folder.resolve("x")).contains("no sample 400"));
        Path broken = folder.resolve("broken");
        Files.createDirectories(broken);
        Files.copy(out.resolve("model/config.json"), broken.resolve("config.json"));
        byte[] weights = Files.readAllBytes(out.resolve("model/model.safetensors"));
        Files.write(broken.resolve("model.safetensors"), Arrays.copyOf(weights, weights.length / 2));
        failure(1, "predict", broken, data, "--out", folder.resolve("x.tsv"));
        Files.writeString(broken.resolve("config.json"),
                Files.readString(out.resolve("model/config.json")).replace("\"mlp\"", "\"mlq\""));
        assertTrue(failure(1, "predict", broken, data, "--out", folder.resolve("x.tsv")).contains("mlp"));
    }

    /** The same run with rounded products: another loss from the first step on, and as good an answer. */
    @Test
    void trainsInShortArithmetic() throws IOException {
        Path run = folder.resolve("short");
        CommandRun done = CommandRun.of("train", data, "--network", "mlp", "--group", "subject", "--test",
                "0.2",
                "--max-epochs", "8", "--device", "cpu", "--precision", "bfloat16", "--out", run);
        assertEquals(0, done.status(), done.err());
        String full = Files.readAllLines(out.resolve("metrics.jsonl")).get(0)
                .replaceAll(".*\"loss\":([^,}]*).*", "$1");
        String rounded = Files.readAllLines(run.resolve("metrics.jsonl")).get(0)
                .replaceAll(".*\"loss\":([^,}]*).*", "$1");
        assertNotEquals(full, rounded);
        assertEquals(Double.parseDouble(full), Double.parseDouble(rounded), 0.02);
        assertEquals(number(json(out.resolve("results.json")), "accuracy"),
                number(json(run.resolve("results.json")), "accuracy"), 0.1);
    }

    @Test
    void aRunGoesOnOnlyAsItWasBegun() {
        Path run = folder.resolve("resumed");
        Object[] words = {"train", data, "--network", "mlp", "--set", "hidden=4", "--group", "subject",
                "--max-epochs",
                "1", "--device", "cpu", "--out", run};
        assertEquals(0, CommandRun.of(words).status());
        assertTrue(failure(1, words).contains("--resume"));
        Object[] more = Arrays.copyOf(words, words.length + 1);
        more[words.length] = "--resume";
        more[9] = "2";
        CommandRun longer = CommandRun.of(more);
        assertEquals(0, longer.status(), longer.err());
        assertTrue(longer.out().contains("2 epochs"), longer.out());
        more[5] = "hidden=5";
        assertTrue(failure(1, more).contains("another settings"));
    }

    @Test
    void volumesFromATableGiveMapsInTheirSpace() throws IOException {
        StringBuilder table = new StringBuilder("file\tdose\n");
        Affine affine = Affine.scaling(2, 2, 3);
        for (int i = 0; i < 24; i++) {
            float[] voxels = new float[8 * 8 * 8];
            for (int v = 0; v < voxels.length; v++) {
                voxels[v] = (float) Math.sin(v * 0.7 + i * 1.3);
            }
            for (int v = 100; v < 104; v++) {
                voxels[v] += i;
            }
            Volumes.write(Volume.of(voxels, new long[] {8, 8, 8}, affine), folder.resolve("v" + i + ".nii"));
            table.append("v").append(i).append(".nii\t").append(i + 0.5).append('\n');
        }
        Path list = Files.writeString(folder.resolve("scans.tsv"), table);
        Path run = folder.resolve("volumes");
        CommandRun train = CommandRun.of("train", list, "--network", "convolutional", "--target", "dose",
                "--max-epochs",
                "3", "--out", run);
        assertEquals(0, train.status(), train.err());
        assertTrue(train.out().startsWith("R2 "), train.out());
        Path maps = folder.resolve("volume-maps");
        CommandRun explain = CommandRun.of("explain", run.resolve("model"), list, "--method", "gradient",
                "--samples",
                "0,1", "--sanity", "1", "--out", maps);
        assertEquals(0, explain.status(), explain.err());
        try (Volume map = Volumes.read(maps.resolve("mean-map.nii.gz"))) {
            assertEquals(affine, map.affine());
        }
        assertTrue(Files.readString(maps.resolve("mean-map.svg")).contains("<svg"));
    }

    @Test
    void networksAndCheckpointsAreListed() throws IOException {
        String networks = CommandRun.of("networks").out();
        for (String name : List.of("mlp", "eegnet", "shallow-fbcsp-net", "deep4", "eeg-conformer", "resnet",
                "vision-transformer", "convolutional")) {
            assertTrue(networks.contains(name + ": "), name);
        }
        Path weights = out.resolve("model/model.safetensors");
        CommandRun show = CommandRun.of("checkpoint", "show", weights);
        assertTrue(show.out().contains("[64, 2048]"), show.out() + show.err());
        Path half = folder.resolve("half.safetensors");
        assertEquals(0, CommandRun.of("checkpoint", "convert", weights, half, "--type", "F16").status());
        assertTrue(Files.size(half) < Files.size(weights) * 0.6);
        failure(2, "checkpoint", "convert", weights, half);
        failure(1, "checkpoint", "show", data);
    }
}
