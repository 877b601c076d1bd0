package org.engram.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.engram.io.volume.Affine;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data broken in one place: one sentence that names the place and the remedy, status 1, and nothing written. */
class BadInputTest {
    @TempDir
    Path folder;

    private TinyDataset data;

    @BeforeEach
    void write() throws IOException {
        data = TinyDataset.write(folder.resolve("tiny"), 4);
    }

    private CommandRun decode(Object... more) {
        Object[] words = {"decode", "--dataset", data.root(), "--subject", "01", "--mask", data.mask(),
                "--out", folder.resolve("out")};
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return CommandRun.of(all);
    }

    private CommandRun decodeInto(Path out) {
        return CommandRun.of("decode", "--dataset", data.root(), "--subject", "01", "--mask", data.mask(),
                "--out",
                out);
    }

    private void refused(CommandRun run, String... parts) throws IOException {
        assertEquals(1, run.status(), run.err());
        oneSentence(run, parts);
    }

    private void wrongUsage(CommandRun run, String... parts) throws IOException {
        assertEquals(2, run.status(), run.err());
        assertTrue(run.err().contains("--help"), run.err());
        oneSentence(run, parts);
    }

    private void oneSentence(CommandRun run, String... parts) throws IOException {
        assertEquals("", run.out());
        assertEquals(1, run.errors().size(), run.err());
        String sentence = run.errors().get(0);
        for (String part : parts) {
            assertTrue(sentence.contains(part), "'" + part + "' is missing in: " + sentence);
        }
        for (String never : List.of("internal error", "Exception", "\tat ", "null")) {
            assertFalse(run.err().contains(never), run.err());
        }
        try (var left = Files.list(folder)) {
            assertEquals(List.of("tiny"), left.map(path -> path.getFileName().toString()).toList(),
                    "nothing is written");
        }
    }

    private void removeResults() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void noted(CommandRun run, String code, String... parts) {
        assertEquals(0, run.status(), run.err());
        String note = run.err().lines().filter(line -> line.endsWith("[" + code + "]")).findFirst()
                .orElseThrow(() -> new AssertionError("no " + code + " in: " + run.err()));
        for (String part : parts) {
            assertTrue(note.contains(part), "'" + part + "' is missing in: " + note);
        }
    }

    @Test
    void theUnbrokenDatasetIsDecoded() {
        CommandRun run = decode();
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().startsWith("accuracy 1.000"), run.out());
        assertTrue(Files.exists(folder.resolve("out/results.json")));
    }

    // What the file of a run may suffer

    private static byte[] unpacked(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    private static void pack(byte[] bytes, Path file) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        Files.write(file, packed.toByteArray());
    }

    private ByteBuffer header() throws IOException {
        return ByteBuffer.wrap(unpacked(data.bold(2))).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void store(ByteBuffer header) throws IOException {
        pack(header.array(), data.bold(2));
    }

    @Test
    void aTruncatedImage() throws IOException {
        byte[] all = Files.readAllBytes(data.bold(2));
        Files.write(data.bold(2), Arrays.copyOf(all, all.length / 2));
        refused(decode(), "run-2_bold.nii.gz", "byte", "ends here", "download it again");
        Files.write(data.bold(2), new byte[0]);
        refused(decode(), "run-2_bold.nii.gz", "ends inside the header");
    }

    @Test
    void aWrongMagic() throws IOException {
        store(header().put(344, (byte) 'x').put(345, (byte) 'x'));
        refused(decode(), "run-2_bold.nii.gz", "byte 344", "magic", "expected n+1");
    }

    @Test
    void dimensionsOutOfRange() throws IOException {
        store(header().putShort(40, (short) 9));
        refused(decode(), "run-2_bold.nii.gz", "dim[0] is 9", "expected 1 to 7");
        store(header().putShort(40, (short) 4).putShort(44, (short) -6));
        refused(decode(), "run-2_bold.nii.gz", "dim[2] is -6");
    }

    @Test
    void aHeaderThatAsksForTerabytes() throws IOException {
        ByteBuffer header = header();
        for (int axis = 1; axis <= 3; axis++) {
            header.putShort(40 + 2 * axis, (short) 32767);
        }
        store(header);
        refused(decode(), "run-2_bold.nii.gz", "bytes", "damaged");
    }

    @Test
    void aTypeThatDoesNotExist() throws IOException {
        store(header().putShort(70, (short) 7));
        refused(decode(), "run-2_bold.nii.gz", "datatype is 7", "convert");
    }

    @Test
    void anAffineWithNaN() throws IOException {
        // The sform is ignored with a notice; what is left puts the run elsewhere, and the message says why.
        ByteBuffer header = header();
        header.putShort(252, (short) 0).putFloat(280, Float.NaN);
        store(header);
        refused(decode(), "run-2_bold.nii.gz", "another grid", "mm", "not finite", "resample");
    }

    @Test
    void aRunOnAnotherGrid() throws IOException {
        data.write(data.bold(3), data.read(data.bold(3)), Affine.scaling(4, 4, 4));
        refused(decode(), "run-3_bold.nii.gz", "another grid", "17.321 mm", "resample the runs");
    }

    @Test
    void aRunOfOneVolume() throws IOException {
        data.write(data.bold(2), data.read(data.bold(2)).subList(0, 1), TinyDataset.AFFINE);
        refused(decode(), "run-2_bold.nii.gz", "1 volume", "expected the series");
    }

    @Test
    void voxelsThatAreNotNumbers() throws IOException {
        List<float[]> series = data.read(data.bold(2));
        series.get(5)[0] = Float.NaN; // outside of the mask
        data.write(data.bold(2), series, TinyDataset.AFFINE);
        assertEquals(0, decode().status());
        removeResults();
        series.get(5)[1 + 6] = Float.NaN; // voxel (1, 1, 0), 1 of 64 inside: above 1 %
        data.write(data.bold(2), series, TinyDataset.AFFINE);
        refused(decode(), "run-2_bold.nii.gz", "1 of 64 voxels", "(1, 1, 0)", "tighter mask");
    }

    @Test
    void fewVoxelsThatAreNotNumbersAreLeftOutWithANote() throws IOException {
        float[] all = new float[144];
        Arrays.fill(all, 1);
        data.write(data.mask(), List.of(all), TinyDataset.AFFINE);
        List<float[]> series = data.read(data.bold(2));
        series.get(5)[1 + 6] = Float.POSITIVE_INFINITY; // 1 of 144: below 1 %
        data.write(data.bold(2), series, TinyDataset.AFFINE);
        noted(decode(), "masker-non-finite", "run-2: 1 of 144 voxels", "(1, 1, 0)");
    }

    @Test
    void constantVoxelsAreCounted() throws IOException {
        for (int run = 1; run <= 4; run++) {
            List<float[]> series = data.read(data.bold(run));
            series.forEach(volume -> volume[7] = 5);
            series.forEach(volume -> volume[8] = 0);
            data.write(data.bold(run), series, TinyDataset.AFFINE);
        }
        noted(decode(), "constant-voxels", "all 4 runs: 2 voxels are constant");
    }

    // The mask

    @Test
    void masksThatAreNone() throws IOException {
        data.write(data.mask(), List.of(new float[144]), TinyDataset.AFFINE);
        refused(decode(), "mask.nii.gz", "is empty");
        float[] atlas = TinyDataset.block();
        atlas[7] = 2;
        data.write(data.mask(), List.of(atlas), TinyDataset.AFFINE);
        refused(decode(), "mask.nii.gz", "more than one value besides 0", "threshold it");
        data.write(data.mask(), List.of(TinyDataset.block(), TinyDataset.block()), TinyDataset.AFFINE);
        refused(decode(), "mask.nii.gz", "a mask is one volume", "has 2");
        Files.delete(data.mask());
        refused(decode(), "mask.nii.gz", "no such file");
    }

    @Test
    void aMaskOnAnotherGrid() throws IOException {
        Affine shifted = Affine.of(new double[] {4, 0, 0, -6}, new double[] {0, 4, 0, -10},
                new double[] {0, 0, 4, -10}, new double[] {0, 0, 0, 1});
        data.write(data.mask(), List.of(TinyDataset.block()), shifted);
        refused(decode("--strict"), "6 x 6 x 4", "4.0 mm", "resample");
        noted(decode(), "mask-resampled", "4.0 mm");
        removeResults();
        data.write(data.mask(), List.of(TinyDataset.block()), Affine.scaling(4, 4, 4).after(
                Affine.of(new double[] {1, 0, 0, 900}, new double[] {0, 1, 0, 0}, new double[] {0, 0, 1, 0},
                        new double[] {0, 0, 0, 1})));
        refused(decode(), "mask.nii.gz", "none lies on the grid of", "run-1_bold.nii.gz", "mm apart");
    }

    // Events and times

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"onset\t|onst\t|no column \"onset\"; did you mean \"onst\"",
            "10\t6|ten\t6|line 3 holds \"ten\"", "10\t6\thouse|10\t6|line 3 has 2 cells, expected 3",
            "10\t6|10\t-6|line 3 has the duration -6.0 s"})
    void eventsThatCannotBeRead(String what, String by, String found) throws IOException {
        data.replace(data.events(2), what.replace("\\t", "\t"), by.replace("\\t", "\t"));
        refused(decode(), "run-2_events.tsv", found);
    }

    @Test
    void eventsThatAreNotThereOrEmpty() throws IOException {
        Files.writeString(data.events(2), "");
        refused(decode(), "run-2_events.tsv", "is empty", "names of the columns");
        Files.write(data.events(2), new byte[] {(byte) 0xff, 0, 1, (byte) 0xfe});
        refused(decode(), "run-2_events.tsv", "UTF-8");
        Files.delete(data.events(2));
        refused(decode(), "no events for sub-01 task-x run-2", "run-1_events.tsv");
        refused(decode("--label-column", "stimulus"), "run-1_events.tsv", "no column \"stimulus\"",
                "trial_type");
    }

    @Test
    void eventsBeyondTheRun() throws IOException {
        Files.writeString(data.events(2), Files.readString(data.events(2)) + "500\t6\tface\n");
        noted(decode(), "event-past-end", "run-2: event 'face' at 500.0 s", "80.0 s");
        removeResults();
        refused(decode("--delay", 1000), "none of the 4 runs gives a sample", "lie within the runs");
    }

    @Test
    void aRunWithoutEventsIsLeftOutWithANote() throws IOException {
        Files.writeString(data.events(2), "onset\tduration\ttrial_type\n");
        noted(decode(), "run-without-samples", "run-2: none of its events");
    }

    @Test
    void labelsThatDifferInSpelling() throws IOException {
        data.replace(data.events(2), "face", "Face");
        refused(decode(), "'Face' of run-2", "'face' in run-1", "one spelling");
        noted(decode("--similar-labels", "unite"), "conditions-united", "'Face' (run-2) as 'face'");
    }

    @Test
    void aClassInOneRunOnly() throws IOException {
        data.replace(data.events(2), "house", "cat");
        refused(decode(), "class 'cat'", "fold 'run-2'", "drop the class");
        refused(decode("--classes", "face,huose"), "'huose'", "did you mean \"house\"");
        refused(decode("--classes", "face"), "one class", "two or more");
    }

    @Test
    void oneRunOnly() throws IOException {
        for (int run = 2; run <= 4; run++) {
            Files.delete(data.bold(run));
            Files.delete(data.events(run));
        }
        refused(decode(), "needs 2 or more runs", "'run-1'", "k-fold");
        refused(decode("--cv", "leave-one-session-out"), "not divided into sessions", "leave-one-run-out");
    }

    @Test
    void repetitionTimes() throws IOException {
        Files.writeString(data.sidecar(), "{\"RepetitionTime\": 3.0}");
        refused(decode("--strict"), "3.0 s", "2.0 s", "correct one");
        noted(decode(), "repetition-time-disagrees", "3.0 s", "2.0 s");
        removeResults();
        Files.writeString(data.sidecar(), "{\"RepetitionTime\": \"two\"}");
        refused(decode(), "task-x_bold.json", "\"two\"", "seconds");
        Files.writeString(data.sidecar(), "{\"RepetitionTime\": -2}");
        refused(decode(), "task-x_bold.json", "-2.0 s", "above 0");
        Files.writeString(data.sidecar(), "{\"RepetitionTime\": ");
        refused(decode(), "task-x_bold.json", "line 1", "JSON");
        Files.delete(data.sidecar());
        for (int run = 1; run <= 4; run++) {
            byte[] bytes = unpacked(data.bold(run));
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(92, 0);
            pack(bytes, data.bold(run));
        }
        refused(decode(), "run-1_bold.nii.gz", "no repetition time", "\"RepetitionTime\": <seconds>");
    }

    // What was asked for

    @Test
    void whatIsNotThere() throws IOException {
        refused(CommandRun.of("decode", "--dataset", folder.resolve("tinny"), "--subject", "01", "--out",
                folder.resolve("out")), "tinny", "is not there", "tiny");
        refused(CommandRun.of("decode", "--dataset", data.root(), "--subject", "7", "--out",
                folder.resolve("out")),
                "no subject \"7\"", "there is: 01");
        refused(decode("--bold", "*rest*"), "no BOLD image matches \"*rest*\"", "run-1_bold.nii.gz");
        refused(decode("--anatomy", folder.resolve("none.nii")), "none.nii", "no such file");
        refused(decode("--confounds", "simple"), "run-1_bold.nii.gz", "no confounds file",
                "*_desc-confounds_timeseries.tsv", "choose none");
        refused(decode("--train-runs", "1-3", "--test-runs", "9"), "no run '9'", "run-4");
        refused(decode("--train-runs", "1-3", "--test-runs", "3,4"), "run-3", "both training and testing");
        refused(decode("--cv", "500-fold", "--allow-leakage"), "500 or more samples", "there are 32");
        refused(decode("--cv", "5-fold"), "same groups", "leave whole groups out");
    }

    @Test
    void twoVariantsOfARun() throws IOException {
        Files.copy(data.bold(2),
                data.root().resolve("sub-01/func/sub-01_task-x_run-2_desc-preproc_bold.nii.gz"));
        refused(decode(), "run-2 has 2 BOLD images", "desc-preproc", "select one");
    }

    @Test
    void aPlaceThatCannotBeWrittenTo() throws IOException {
        Path file = data.root().resolve("participants.tsv");
        Files.writeString(file, "participant_id\n");
        refused(decodeInto(file), "participants.tsv", "is a file", "another name");
        refused(decodeInto(file.resolve("deeper").resolve("still")), "participants.tsv", "is a file");
        assertEquals("participant_id\n", Files.readString(file));
    }

    @Test
    void aFailureLeavesEarlierResultsAsTheyWere() throws IOException {
        assertEquals(0, decode().status());
        byte[] before = Files.readAllBytes(folder.resolve("out/results.json"));
        data.write(data.mask(), List.of(new float[144]), TinyDataset.AFFINE);
        assertEquals(1, decode().status());
        assertTrue(Arrays.equals(before, Files.readAllBytes(folder.resolve("out/results.json"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--estimator rigde|choose one of", "--cv leave-none-out|leave-one-run-out",
            "--cv leave-one-subject-out|one subject", "--penalty -3|give 0 or more", "--penalty x|'nested'",
            "--penalty nested --estimator gnb|no penalty", "--class-weight heavy|none or balanced",
            "--class-weight balanced --estimator knn|no class weights", "--screening 200|at most 100",
            "--smooth -1|give 0 or more", "--delay NaN|finite", "--similar-labels what|unite",
            "--samples trial|BLOCK", "--high-pass 0|above 0", "--high-pass 0.2 --low-pass 0.1|not below",
            "--filter cosine --low-pass 0.1|cosine", "--threads 0|1 or more", "--seed x|--seed",
            "--permutations -1|0 or more", "--train-runs 1|go together",
            "--train-runs 1 --test-runs 2 --cv 5-fold|cannot be combined", "--colour red|--colour"})
    void valuesThatAreWrongWhateverTheData(String words) throws IOException {
        String[] parts = words.split("\\|");
        wrongUsage(decode((Object[]) parts[0].split(" ")), parts[1]);
    }

    @Test
    void whatIsRequired() throws IOException {
        wrongUsage(CommandRun.of("decode"), "--dataset, --subject, --out", "--demo");
        assertEquals(2, CommandRun.of("decod").status());
        assertEquals(2, CommandRun.of().status());
    }

    /** Damage in random places: whatever it does, the command ends with a result or with a sentence. */
    @Test
    void randomDamageEndsInAResultOrASentence() throws IOException {
        List<Path> files = List.of(data.bold(2), data.mask(), data.events(2), data.sidecar(), data.bold(2));
        int failed = 0;
        double[] random = Lcg.numbers(20, 60 * 9);
        for (int round = 0; round < 60; round++) {
            Path file = files.get(round % files.size());
            byte[] original = Files.readAllBytes(file);
            // Every fifth round damages the header beneath the compression, where checksums do not protect it.
            boolean beneath = round % files.size() == 4;
            byte[] damaged = beneath ? unpacked(file) : original.clone();
            for (int k = 0; k < 4; k++) {
                int reach = beneath ? 352 : damaged.length;
                damaged[(int) (random[9 * round + 2 * k] * reach)] = (byte) (256
                        * random[9 * round + 2 * k + 1]);
            }
            if (beneath) {
                pack(damaged, file);
            } else {
                Files.write(file, random[9 * round + 8] < 0.2
                        ? Arrays.copyOf(damaged, damaged.length / 3)
                        : damaged);
            }
            CommandRun run = decode("--quiet");
            assertTrue(run.status() == 0 || run.status() == 1, "round " + round + ": " + run.status());
            assertFalse(run.err().contains("internal error") || run.err().contains("\tat ")
                    || run.err().contains("out of memory"),
                    "round " + round + ", " + file + ": " + run.err());
            assertEquals(run.status(), run.err().lines().count(), "round " + round + ": " + run.err());
            assertEquals(run.status(), run.errors().size(), run.err());
            failed += run.status();
            Files.write(file, original);
        }
        assertTrue(failed > 20 && failed < 60, failed + " of 60 damaged datasets were refused");
    }
}
