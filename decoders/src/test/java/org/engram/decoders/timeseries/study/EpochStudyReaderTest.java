package org.engram.decoders.timeseries.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.decoders.simulation.SimulatedOddball;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.io.bids.BidsName;
import org.engram.io.bids.BidsRecordingWriter;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TrialSource;
import org.engram.io.recording.npz.EpochsNpz;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochStudyReaderTest {
    @TempDir
    Path folder;

    private static String message(EpochStudyReader.Builder options, Path... files) {
        return assertThrows(EngramException.class, () -> options.build().read(List.of(files))).getMessage();
    }

    private Path epochs(String name, long seed) throws IOException {
        Epochs epochs = new SimulatedOddball(2, 6, 5, seed).epochs();
        Path file = folder.resolve(name);
        EpochsNpz.write(epochs, file, Progress.NONE);
        TableFile.write(folder.resolve(TrialTables.stem(file) + "_trials.csv"), epochs.table().orElseThrow());
        return file;
    }

    @Test
    void filesAreJoinedTrialByTrial() throws IOException {
        Path first = epochs("sub-A_epo.npz", 1);
        Path second = epochs("sub-B_epo.npz", 2);
        EpochStudy study = EpochStudyReader.builder().build().read(List.of(first, second));
        assertEquals(24, study.epochs().trialCount());
        assertEquals(4, study.files().size(), "two of epochs, two of trials");
        assertEquals("sub-B", study.table().text("file").get(12));
        Epochs other = new SimulatedOddball(2, 6, 5, 2).epochs();
        for (int trial : new int[] {0, 7, 11}) {
            assertArrayEquals(other.read(trial, new int[] {4, 0})[0],
                    study.epochs().read(12 + trial, new int[] {4, 0})[0], 1e-15);
        }
        assertEquals(other.table().orElseThrow().text("stimulus"),
                study.table().text("stimulus").subList(12, 24));
    }

    @Test
    void aFileSaysItselfWhatItsTrialsAre() throws IOException {
        Path file = folder.resolve("sub-07_x.npz");
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("X", NpyArray.of(Lcg.numbers(1, 4 * 2 * 10), 4, 2, 10));
        arrays.put("sfreq", NpyArray.of(new double[] {10}, new int[0]));
        arrays.put("y", NpyArray.of(new String[] {"a", "b", "a", "b"}, 4));
        arrays.put("run", NpyArray.of(new int[] {1, 1, 2, 2}, 4));
        arrays.put("scalar", NpyArray.of(new double[] {3}, new int[0]));
        NpzFile.write(file, arrays, true);
        EpochStudy study = EpochStudyReader.builder().build().read(List.of(file));
        assertEquals(List.of("y", "run", "subject", "file"), study.table().columnNames());
        assertEquals(List.of("07", "07", "07", "07"), study.table().text("subject"));
        assertEquals("CH1", study.epochs().channels().get(0).name());
        Files.write(folder.resolve("channels.txt"), List.of("Fz", "Pz"));
        EpochStudy named = EpochStudyReader.builder().channels(new ChannelChoice(List.of(), List.of("Fz")))
                .build().read(List.of(file));
        assertEquals(List.of("Pz"), named.epochs().channels().stream().map(Channel::name).toList());
        assertTrue(named.notices().stream().map(Notice::code).toList().contains("channel-names-beside"));
        Files.write(folder.resolve("names.txt"), List.of("Fz"));
        assertTrue(message(EpochStudyReader.builder().channelNames(folder.resolve("names.txt")), file)
                .contains("names 1 channels, but"));
    }

    @Test
    void tablesMustFit() throws IOException {
        Path file = epochs("e.npz", 1);
        Path table = folder.resolve("short.csv");
        Files.writeString(table, "subject,stimulus\na,x\nb,y\n");
        assertTrue(message(EpochStudyReader.builder().tables(List.of(table)), file)
                .contains("has 2 rows, but " + file + " holds 12 epochs"));
        assertTrue(message(EpochStudyReader.builder().tables(List.of(table)), file, file)
                .contains("1 tables of trials were given for 2 files"));
        assertTrue(message(EpochStudyReader.builder(), folder.resolve("none.npz")).contains("no such file"));
        assertTrue(message(EpochStudyReader.builder().channels(new ChannelChoice(List.of("Pzz"), List.of())),
                file).contains("no channel is called 'Pzz'; did you mean"));
        assertTrue(message(
                EpochStudyReader.builder().channels(new ChannelChoice(List.of("eeg"), List.of("EEG"))),
                file).contains("no channel is left of 21"));
    }

    private static double[] wave(double hz, double rate, int count) {
        return IntStream.range(0, count).mapToDouble(t -> Math.sin(2 * Math.PI * hz * t / rate)).toArray();
    }

    @Test
    void bandRateAndWindowAreAppliedInThisOrder() throws IOException {
        int count = 801;
        double[] slow = wave(10, 200, count);
        double[] fast = wave(60, 200, count);
        double[][][] x = {{IntStream.range(0, count).mapToDouble(t -> slow[t] + fast[t]).toArray()}};
        Epochs epochs = Epochs.builder(List.of(Channel.of("Oz", ChannelType.EEG)), 200, -200, count)
                .trials(List.of(new Trial(1000, 1, "a")), TrialSource.of(x)).build();
        EpochPreparation steps = new EpochPreparation(2, 30, OptionalDouble.of(100), OptionalDouble.of(-0.25),
                OptionalDouble.of(2));
        Epochs done = steps.apply(epochs, notice -> {});
        assertEquals(100, done.samplingRateHz());
        assertEquals(-0.25, done.firstTimeSeconds(), 1e-12);
        assertEquals(226, done.timeCount());
        double[] found = done.read(0)[0];
        for (int t = 0; t < found.length; t++) {
            // The epoch began at -1 s. Filter (its stop band) and resampler each leave less than 1 %.
            assertEquals(slow[150 + 2 * t], found[t], 0.02, "sample " + t);
        }
        assertTrue(steps.describe().contains("2.0 to 30.0 Hz") && steps.describe().contains("100.0 Hz"));
        assertTrue(assertThrows(EngramException.class, () -> new EpochPreparation(0,
                Double.POSITIVE_INFINITY, OptionalDouble.empty(), OptionalDouble.of(-2),
                OptionalDouble.empty())
                .apply(epochs, notice -> {})).getMessage().contains("does not lie within"));
        assertThrows(EngramException.class, () -> new EpochPreparation(0, 150, OptionalDouble.empty(),
                OptionalDouble.empty(), OptionalDouble.empty()).apply(epochs, notice -> {}));
        assertThrows(IllegalArgumentException.class, () -> new EpochPreparation(30, 2, OptionalDouble.empty(),
                OptionalDouble.empty(), OptionalDouble.empty()));
    }

    @Test
    void recordingsOfADatasetAreCutAroundTheirEvents() throws IOException {
        double[] all = Lcg.numbers(9, 2 * 2 * 1000);
        Path root = folder.resolve("bids");
        for (int s = 0; s < 2; s++) {
            double[][] samples = new double[2][1000];
            for (int i = 0; i < 2000; i++) {
                samples[i / 1000][i % 1000] = 1e-5 * (all[s * 2000 + i] - 0.5);
            }
            Recording recording = Recording.of(
                    List.of(Channel.of("Fz", ChannelType.EEG), Channel.of("Pz", ChannelType.EEG)), 100,
                    samples)
                    .toBuilder().lineFrequency(50)
                    .annotations(List.of(Annotation.of(2, 0, "left"), Annotation.of(4, 0, "right"),
                            Annotation.of(5.5, 0.2, "bad move"), Annotation.of(5.6, 0, "left"),
                            Annotation.of(9.9, 0, "right")))
                    .build();
            new BidsRecordingWriter(root, BidsRecordingWriter.Options.raw("Test")).write(recording,
                    BidsName.parse("sub-0" + (s + 1) + "_task-move_eeg.vhdr"), notice -> {},
                    Progress.NONE);
        }
        EpochPreparation window = new EpochPreparation(0, Double.POSITIVE_INFINITY, OptionalDouble.empty(),
                OptionalDouble.of(-0.1), OptionalDouble.of(0.3));
        EpochStudy study = EpochStudyReader.builder().preparation(window).recordings("task-move").build()
                .read(List.of(root));
        // The third event lies in a bad stretch, the fourth ends after the recording.
        assertEquals(List.of("left", "right", "left", "right"), study.table().text("trial_type"));
        assertEquals(List.of("01", "01", "02", "02"), study.table().text("subject"));
        assertEquals(41, study.epochs().timeCount());
        double[][] trial = study.epochs().read(3);
        for (int t = 0; t < 41; t++) {
            double expected = 1e-5 * (all[2000 + 1000 + 390 + t] - 0.5);
            // BrainVision keeps samples as float32.
            assertEquals(expected, trial[1][t], 1e-12, "sample " + t);
        }
        assertTrue(study.notices().stream().anyMatch(notice -> notice.code().equals("epochs-dropped")));
        assertTrue(message(EpochStudyReader.builder().recordings("task-rest"), root).contains("task"));
        assertTrue(message(EpochStudyReader.builder().recordings("rest"), root)
                .contains("expected BIDS entities"));
    }

    @Test
    void classesAreValuesOrUnionsOfThem() throws IOException {
        Path file = folder.resolve("t.csv");
        Files.writeString(file, "c,one,id\nS1,a,1\nS2 match,a,2\nS2 nomatch,a,3\nother,a,4\n");
        Table table = TableFile.read(file);
        Classes classes = Classes.parse(List.of("first=S1", "S2=S2 match|S2 nomatch"));
        assertEquals(List.of("first", "S2", "S2", "other"), textOf(classes, table, "c"));
        assertEquals(List.of("first", "S2"), classes.names());
        assertEquals(List.of("S1", "S2 match", "S2 nomatch", "other"),
                textOf(Classes.parse(List.of("S1", " S2 match")), table, "c"));
        assertTrue(problem(Classes.parse(List.of("S1", "S3")), table, "c").contains("no trial has 'S3'"));
        assertTrue(
                problem(Classes.parse(List.of("A=S1|other", "B=S1")), table, "c").contains("in two classes"));
        assertTrue(problem(Classes.parse(List.of("S1=other", "B=S2 match")), table, "c")
                .contains("give the class another name"));
        assertTrue(problem(Classes.ALL, table, "one").contains("one class only ('a')"));
        assertTrue(problem(Classes.ALL, table, "id").contains("4 different values in 4 trials"));
        assertTrue(problem(Classes.ALL, table, "cc").contains("no column \"cc\""));
        for (String wrong : List.of("=x", "A=", "")) {
            assertThrows(IllegalArgumentException.class, () -> Classes.parse(List.of(wrong)));
        }
    }

    private static List<String> textOf(Classes classes, Table table, String column) {
        Column named = classes.of(table, column);
        return IntStream.range(0, named.size()).mapToObj(named::text).toList();
    }

    private static String problem(Classes classes, Table table, String column) {
        return assertThrows(EngramException.class, () -> classes.of(table, column)).getMessage();
    }
}
