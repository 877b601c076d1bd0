package org.engram.io.bids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.format.FileStart;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.WritableRecordingFormat;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BidsRecordingWriterTest {
    /** Writes a header and a companion, as BrainVision does, or fails after the header. */
    private record Plain(boolean fails) implements WritableRecordingFormat {
        @Override
        public void write(Recording recording, Path file, Consumer<Notice> notices, Progress progress)
                throws IOException {
            Files.writeString(file, "header of " + recording.channelCount());
            if (fails) {
                throw new IOException("disk full");
            }
            Files.writeString(file.resolveSibling(file.getFileName().toString().replace(".vhdr", ".eeg")),
                    "data");
        }

        @Override
        public Recording read(Path file, ReadOptions options, Consumer<Notice> notices) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String name() {
            return "plain";
        }

        @Override
        public List<String> extensions() {
            return List.of(".vhdr");
        }

        @Override
        public Match recognise(FileStart start) {
            return Match.NONE;
        }
    }

    private static final BidsName NAME = BidsName.parse("sub-01_ses-2_task-rest_run-1_eeg.vhdr");

    @TempDir
    Path folder;

    private static Recording recording() {
        List<Channel> channels = List.of(
                Channel.of("Fz", ChannelType.EEG).withPosition(new Position(0, 0.08, 0.06))
                        .withReference("Cz")
                        .withBand(new Band(0.1, 70)),
                Channel.of("Oz", ChannelType.EEG).withReference("Cz").withBad(true),
                Channel.of("STI", ChannelType.STIM));
        return Recording.of(channels, 250, new double[3][500]).toBuilder().lineFrequency(50)
                .annotations(List.of(Annotation.of(0.5, 0, "go"), Annotation.of(1.002, 0.25, "bad\tstretch")))
                .build();
    }

    private BidsRecordingWriter writer(BidsRecordingWriter.Options options, boolean fails) {
        return new BidsRecordingWriter(folder, options, file -> new Plain(fails));
    }

    private void write(BidsRecordingWriter.Options options, Recording recording, BidsName name)
            throws IOException {
        writer(options, false).write(recording, name, notice -> {}, Progress.NONE);
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new java.util.TreeSet<>(files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/')).toList());
        }
    }

    @Test
    void everyFileOfTheStandardIsThere() throws IOException {
        write(BidsRecordingWriter.Options.raw("Rest").withParticipant(Map.of("age", "31")), recording(),
                NAME);
        String stem = "sub-01/ses-2/eeg/sub-01_ses-2_";
        assertEquals(Set.of("dataset_description.json", "participants.tsv", stem + "task-rest_run-1_eeg.vhdr",
                stem + "task-rest_run-1_eeg.eeg", stem + "task-rest_run-1_eeg.json",
                stem + "task-rest_run-1_channels.tsv", stem + "task-rest_run-1_events.tsv",
                stem + "space-CapTrak_electrodes.tsv", stem + "space-CapTrak_coordsystem.json"), names());
        Map<String, Object> fields = JsonFile.read(folder.resolve(stem + "task-rest_run-1_eeg.json"));
        assertTrue(fields.keySet().containsAll(List.of("TaskName", "EEGReference", "SamplingFrequency",
                "PowerLineFrequency", "SoftwareFilters")), fields.toString());
        assertEquals("rest", fields.get("TaskName"));
        assertEquals("Cz", fields.get("EEGReference"));
        assertEquals(2, fields.get("EEGChannelCount"));
        Table channels = TableFile.read(folder.resolve(stem + "task-rest_run-1_channels.tsv"));
        assertEquals(List.of("name", "type", "units"), channels.columnNames().subList(0, 3));
        assertEquals(List.of("EEG", "EEG", "TRIG"), channels.text("type"));
        assertEquals(List.of("good", "bad", "good"), channels.text("status"));
        Table electrodes = TableFile.read(folder.resolve(stem + "space-CapTrak_electrodes.tsv"));
        assertTrue(electrodes.column("x").isMissing(1));
        Table events = TableFile.read(folder.resolve(stem + "task-rest_run-1_events.tsv"));
        // 1.002 s at 250 Hz is sample 250.5, and half goes to even.
        assertEquals(250, events.numbers("sample")[1]);
        assertEquals("raw", DatasetDescription.read(folder).datasetType());
        assertEquals("31", TableFile.read(folder.resolve("participants.tsv")).column("age").text(0));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        write(BidsRecordingWriter.Options.raw("Rest"), recording(), NAME);
        BidsRecordings dataset = BidsDataset.open(folder).recordings();
        Recording bare = Recording
                .of(List.of(Channel.of("Fz", ChannelType.EEG), Channel.of("Oz", ChannelType.EEG),
                        Channel.of("STI", ChannelType.MISC)), 250, new double[3][500]);
        List<Notice> notices = new ArrayList<>();
        Recording read = dataset.describe(dataset.runs().get(0), bare, notices::add);
        assertEquals(recording().channels().get(0), read.channels().get(0));
        assertEquals(recording().badChannels(), read.badChannels());
        assertEquals(50, read.lineFrequencyHz().orElseThrow());
        assertEquals("bad stretch", read.annotations().get(1).text());
        assertEquals(List.of(), notices);
    }

    @Test
    void nothingIsOverwrittenUnlessAsked() throws IOException {
        BidsRecordingWriter.Options options = BidsRecordingWriter.Options.raw("Rest");
        write(options, recording(), NAME);
        EngramException there = assertThrows(EngramException.class, () -> write(options, recording(), NAME));
        assertTrue(there.getMessage().contains("overwriting"), there.getMessage());
        write(options.withOverwrite(true).withSidecar(Map.of("SoftwareFilters", "none")), recording(), NAME);
        // A second run of the session shares the electrodes, as long as they say the same.
        write(options, recording(), NAME.with("run", "2"));
        Recording moved = recording().toBuilder().channels(recording().channels().stream()
                .map(c -> c.withPosition(new Position(0.01, 0, 0))).toList()).build();
        Set<String> before = names();
        assertThrows(EngramException.class, () -> write(options, moved, NAME.with("run", "3")));
        assertEquals(before, names());
        assertEquals(1, TableFile.read(folder.resolve("participants.tsv")).rowCount());
        write(options.withParticipant(Map.of("hand", "L")), recording(),
                BidsName.parse("sub-2_task-a_ieeg.vhdr"));
        Table participants = TableFile.read(folder.resolve("participants.tsv"));
        assertEquals(List.of("sub-01", "sub-2"), participants.text("participant_id"));
        assertTrue(participants.column("hand").isMissing(0));
    }

    @Test
    void aFailureLeavesNothing() throws IOException {
        assertThrows(IOException.class, () -> writer(BidsRecordingWriter.Options.raw("Rest"), true)
                .write(recording(), NAME, notice -> {}, Progress.NONE));
        assertEquals(Set.of(), names());
        try (Stream<Path> left = Files.list(folder)) {
            assertFalse(left.findAny().isPresent());
        }
        assertThrows(EngramException.class, () -> write(BidsRecordingWriter.Options.raw("Rest"), recording(),
                BidsName.parse("sub-01_eeg.vhdr")));
    }

    @Test
    void everyDatatypeHasItsRequiredFields() throws IOException {
        write(BidsRecordingWriter.Options.raw("x"), recording(), BidsName.parse("sub-1_task-a_meg.vhdr"));
        assertTrue(JsonFile.read(folder.resolve("sub-1/meg/sub-1_task-a_meg.json")).keySet()
                .containsAll(List.of("TaskName", "SamplingFrequency", "PowerLineFrequency", "DewarPosition",
                        "SoftwareFilters", "DigitizedLandmarks", "DigitizedHeadPoints")));
        assertTrue(Files.exists(folder.resolve("sub-1/meg/sub-1_coordsystem.json")));
        write(BidsRecordingWriter.Options.raw("x"), recording(), BidsName.parse("sub-1_task-a_ieeg.vhdr"));
        assertTrue(JsonFile.read(folder.resolve("sub-1/ieeg/sub-1_task-a_ieeg.json"))
                .containsKey("iEEGReference"));
        assertEquals(List.of("name", "x", "y", "z", "size"), TableFile
                .read(folder.resolve("sub-1/ieeg/sub-1_space-Other_electrodes.tsv")).columnNames());
        assertEquals(List.of("name", "type", "units", "low_cutoff", "high_cutoff"), TableFile
                .read(folder.resolve("sub-1/ieeg/sub-1_task-a_channels.tsv")).columnNames().subList(0, 5));
    }
}
