package org.engram.io.bids;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFuzz;
import org.engram.io.recording.Unit;
import org.engram.io.table.TableFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BidsRecordingsTest {
    private static final Path KIT = Path.of("src/test/resources/org/engram/io/recording/kit/synthetic.sqd");

    @TempDir
    Path root;
    private final List<Notice> notices = new ArrayList<>();

    private void file(String path, String... lines) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private static Recording threeChannels() {
        return Recording.of(List.of(Channel.of("Fz", ChannelType.EEG), Channel.of("EOG1", ChannelType.EEG),
                Channel.of("Raw", ChannelType.MISC)), 100,
                new double[][] {new double[300], new double[300], ramp()});
    }

    private static double[] ramp() {
        double[] ramp = new double[300];
        for (int i = 0; i < 300; i++) {
            ramp[i] = i;
        }
        return ramp;
    }

    private Recording described(Recording recording) throws IOException {
        BidsRecordings dataset = BidsDataset.open(root).recordings();
        return dataset.describe(dataset.runs().get(0), recording, notices::add);
    }

    private boolean noticed(String code) {
        return notices.stream().anyMatch(notice -> notice.code().equals(code));
    }

    @Test
    void everyDatatypeAndFormatIsFoundOnce() throws IOException {
        for (String path : List.of("sub-01/eeg/sub-01_task-rest_eeg.vhdr",
                "sub-01/eeg/sub-01_task-rest_eeg.eeg",
                "sub-01/eeg/sub-01_task-rest_eeg.vmrk", "sub-02/ses-a/ieeg/sub-02_ses-a_task-film_ieeg.edf",
                "sub-10/meg/sub-10_task-x_run-02_split-01_meg.fif",
                "sub-10/meg/sub-10_task-x_run-02_split-02_meg.fif",
                "sub-10/meg/sub-10_task-x_run-10_meg.ds/inner.meg4",
                "sub-10/meg/sub-10_task-x_run-1_meg.con", "sub-10/meg/sub-10_task-b_meg/config",
                "sub-03/eeg/sub-03_task-rest_eeg.set", "sub-03/eeg/sub-03_task-rest_eeg.fdt",
                "sub-03/eeg/sub-03_task-rest_channels.tsv")) {
            file(path, "");
        }
        BidsRecordings dataset = BidsDataset.open(root).recordings();
        assertEquals(
                List.of("sub-01 task-rest", "sub-02 ses-a task-film", "sub-03 task-rest", "sub-10 task-b",
                        "sub-10 task-x run-1", "sub-10 task-x run-02 split-01", "sub-10 task-x run-10"),
                dataset.runs().stream().map(RecordingRun::label).toList());
        assertEquals(List.of("01", "02", "03", "10"), dataset.subjects());
        assertEquals(List.of("b", "x"), dataset.labels("task", Map.of("sub", "10")));
        assertEquals(1, dataset.runs(Map.of("sub", "sub-10", "run", "2")).size());
        EngramException none = assertThrows(EngramException.class,
                () -> dataset.runs(Map.of("task", "sleep")));
        assertTrue(none.getMessage().contains("sub-02 ses-a task-film"), none.getMessage());
    }

    @Test
    void aRunIsReadWithAllThatIsSaidAboutIt() throws IOException {
        Path meg = Files.createDirectories(root.resolve("sub-01/meg"));
        Files.copy(KIT, meg.resolve("sub-01_task-tone_meg.sqd"));
        file("task-tone_meg.json", "{\"PowerLineFrequency\": 60, \"SamplingFrequency\": 500,",
                "\"SoftwareFilters\": \"n/a\", \"Manufacturer\": \"KIT\"}");
        file("sub-01/sub-01_meg.json", "{\"PowerLineFrequency\": 50}");
        file("sub-01/meg/sub-01_task-tone_channels.tsv", "name\ttype\tunits\tstatus",
                "MEG 001\tMEGGRADAXIAL\tT\tbad",
                "HEART\tECG\tV\tgood", "TRIG\tTRIG\tV\tn/a");
        file("sub-01/meg/sub-01_task-tone_events.tsv", "onset\tduration\ttrial_type\tsample",
                "0.1\t0\ttone\t50",
                "0.5\tn/a\ttone\t250", "0.7\t0.2\tn/a\t350");
        BidsRecordings dataset = BidsDataset.open(root).recordings();
        Recording recording = dataset.read(dataset.runs(Map.of("sub", "01")).get(0), ReadOptions.DEFAULT,
                notices::add);
        assertEquals(50, recording.lineFrequencyHz().orElseThrow());
        assertEquals("KIT", recording.facts().get("Manufacturer"));
        assertFalse(recording.facts().containsKey("SoftwareFilters"));
        assertEquals(List.of("MEG 001"), recording.badChannels());
        assertEquals(ChannelType.STIM, recording.channels().get(recording.channel("TRIG")).type());
        assertEquals(List.of(Annotation.of(0.1, 0, "tone"), Annotation.of(0.5, 0, "tone")),
                recording.annotations());
        assertTrue(noticed("bids-events-unnamed") && noticed("bids-channels-missing"), notices.toString());
        assertFalse(noticed("bids-events-samples-differ") || noticed("bids-sampling-rate-differs"));
        assertEquals(16, recording.read(0, 5).length);
    }

    @Test
    void channelsTableDecidesTypesUnitsBandsAndStatus() throws IOException {
        file("sub-1/eeg/sub-1_task-a_eeg.edf", "");
        file("sub-1/eeg/sub-1_task-a_channels.tsv",
                "name\ttype\tunits\tlow_cutoff\thigh_cutoff\treference\tstatus",
                "Fz\tEEG\tuV\t0.1\t40\tCz\tbad",
                "EOG1\tVEOG\tuV\tDC\tn/a\tn/a\tgood", "Raw\tEMG\tmV\tn/a\tn/a\tn/a\tgood");
        file("eeg.json", "{}");
        file("task-a_eeg.json", "{\"EEGReference\": \"linked ears\"}");
        Recording recording = described(threeChannels());
        Channel fz = recording.channels().get(0);
        assertTrue(fz.bad());
        assertEquals("Cz", fz.reference());
        assertEquals(0.1, fz.band().highPassHz());
        assertEquals(40, fz.band().lowPassHz());
        assertEquals(ChannelType.EOG, recording.channels().get(1).type());
        assertEquals(Unit.VOLT, recording.channels().get(2).unit());
        // The file gave no unit for the last channel: the table's millivolts count.
        assertArrayEquals(new double[] {0.007, 0.008}, recording.read(new int[] {2}, 7, 2)[0], 1e-15);
    }

    @Test
    void contradictionsAreToldAndTheFileIsBelieved() throws IOException {
        file("sub-1/eeg/sub-1_task-a_eeg.edf", "");
        file("sub-1/eeg/sub-1_task-a_eeg.json", "{\"SamplingFrequency\": 256}");
        file("sub-1/eeg/sub-1_task-a_channels.tsv", "name\ttype\tunits", "Fz\tMEGMAG\tfT", "EOG1\tWHAT\tuV",
                "Raw\tMISC\tn/a");
        file("sub-1/eeg/sub-1_task-a_events.tsv", "onset\tduration\tvalue\tsample", "1.0\t0\t7\t103",
                "n/a\t0\t8\tn/a");
        Recording recording = described(threeChannels().toBuilder().annotations(
                List.of(Annotation.of(0.2, 0.1, "BAD_ACQ_SKIP"), Annotation.of(0.4, 0, "old"))).build());
        assertEquals(ChannelType.EEG, recording.channels().get(0).type());
        assertEquals(List.of("BAD_ACQ_SKIP", "7"),
                recording.annotations().stream().map(Annotation::text).toList());
        for (String code : List.of("bids-channel-type-differs", "bids-units-differ",
                "bids-channel-type-unknown",
                "bids-events-samples-differ", "bids-events-untimed", "bids-sampling-rate-differs")) {
            assertTrue(noticed(code), code + " in " + notices);
        }
    }

    @Test
    void namesAreTakenInOrderWhenNoneFits() throws IOException {
        file("sub-1/eeg/sub-1_task-a_eeg.edf", "");
        file("sub-1/eeg/sub-1_task-a_channels.tsv", "name\ttype\tunits", "A\tEEG\tuV", "B\tEEG\tuV",
                "C\tMISC\tn/a");
        assertEquals(List.of("A", "B", "C"), described(threeChannels()).channelNames());
        assertTrue(noticed("bids-channels-renamed"));
    }

    @Test
    void electrodesComeInMetresAndInTheHeadFrame() throws IOException {
        file("sub-1/eeg/sub-1_task-a_eeg.edf", "");
        file("sub-1/eeg/sub-1_space-CTF_electrodes.tsv", "name\tx\ty\tz", "Fz\t70\t10\t90", "Lost\t1\t2\t3",
                "EOG1\tn/a\tn/a\tn/a");
        file("sub-1/eeg/sub-1_space-CTF_coordsystem.json",
                "{\"EEGCoordinateSystem\": \"CTF\", \"EEGCoordinateUnits\": \"mm\"}");
        Recording recording = described(threeChannels());
        assertEquals(new Position(-0.01, 0.07, 0.09), recording.channels().get(0).position().orElseThrow());
        assertTrue(recording.channels().get(1).position().isEmpty());

        file("sub-1/eeg/sub-1_space-CTF_coordsystem.json",
                "{\"EEGCoordinateSystem\": \"Other\", \"EEGCoordinateUnits\": \"cm\",",
                "\"AnatomicalLandmarkCoordinates\": {\"NAS\": [60, 10, 50], \"LPA\": [-20, 10, 50],",
                "\"RPA\": [140, 10, 50]}, \"AnatomicalLandmarkCoordinateUnits\": \"cm\"}");
        // Made degenerate on purpose: all three on one line, so the places stay as they are.
        Recording same = described(threeChannels());
        assertTrue(same.channels().get(0).position().orElseThrow()
                .distanceTo(new Position(0.7, 0.1, 0.9)) < 1e-12);
        assertEquals("Other", same.facts().get("electrode frame"));
        assertTrue(noticed("bids-landmarks-coincide") && noticed("bids-electrodes-frame"));

        file("sub-1/eeg/sub-1_space-CTF_coordsystem.json",
                "{\"EEGCoordinateSystem\": \"Other\", \"EEGCoordinateUnits\": \"mm\",",
                "\"AnatomicalLandmarkCoordinates\": {\"NAS\": [6, 11, 5], \"LPA\": [-2, 1, 5],",
                "\"RPA\": [14, 1, 5]}, \"AnatomicalLandmarkCoordinateUnits\": \"cm\"}");
        Position moved = described(threeChannels()).channels().get(0).position().orElseThrow();
        assertArrayEquals(new double[] {0.01, 0, 0.04}, new double[] {moved.x(), moved.y(), moved.z()},
                1e-12);
    }

    @Test
    void unitsOfPlacesAreNeverAssumed() throws IOException {
        file("sub-1/ieeg/sub-1_task-a_ieeg.edf", "");
        file("sub-1/ieeg/sub-1_electrodes.tsv", "name\tx\ty\tz\tsize", "Fz\t7\t1\t9\tn/a");
        file("sub-1/ieeg/sub-1_coordsystem.json",
                "{\"iEEGCoordinateSystem\": \"Pixels\", \"iEEGCoordinateUnits\": \"pixels\"}");
        assertTrue(described(threeChannels()).channels().get(0).position().isEmpty());
        assertTrue(noticed("bids-electrodes-unit"));
        Files.delete(root.resolve("sub-1/ieeg/sub-1_coordsystem.json"));
        notices.clear();
        assertEquals(0.07, described(threeChannels()).channels().get(0).position().orElseThrow().x(), 1e-15);
        assertTrue(notices.stream().anyMatch(n -> n.text().contains("taken as cm")), notices.toString());
    }

    @Test
    void derivativesTakeSidecarsOfTheRawDatasetUnlessTheyHaveTheirOwn() throws IOException {
        file("sub-1/eeg/sub-1_task-a_eeg.edf", "");
        file("sub-1/eeg/sub-1_task-a_eeg.json", "{\"PowerLineFrequency\": 50, \"EEGReference\": \"Cz\"}");
        file("sub-1/eeg/sub-1_task-a_events.tsv", "onset\tduration\ttrial_type", "1\t0\tgo");
        file("derivatives/clean/sub-1/eeg/sub-1_task-a_desc-clean_eeg.fif", "");
        file("derivatives/clean/sub-1/eeg/sub-1_task-a_desc-clean_eeg.json",
                "{\"EEGReference\": \"average\"}");
        BidsRecordings dataset = BidsDataset.open(root.resolve("derivatives/clean")).recordings();
        RecordingRun run = dataset.runs().get(0);
        assertEquals(Map.of("PowerLineFrequency", 50, "EEGReference", "average"), dataset.metadata(run));
        assertEquals("go", dataset.describe(run, threeChannels(), notices::add).annotations().get(0).text());
    }

    @Test
    void damagedTablesEndInDeclaredErrors() throws IOException {
        file("sub-1/eeg/sub-1_task-a_eeg.edf", "");
        file("sub-1/eeg/sub-1_task-a_events.tsv", "onset\tduration\ttrial_type", "1\t0\tgo",
                "2.5\t0.25\tstop");
        file("sub-1/eeg/sub-1_task-a_channels.tsv", "name\ttype\tunits\tlow_cutoff", "Fz\tEEG\tuV\t0.1",
                "EOG1\tEOG\tuV\t1", "Raw\tMISC\tn/a\t0");
        file("sub-1/eeg/sub-1_electrodes.tsv", "name\tx\ty\tz", "Fz\t7\t1\t9", "EOG1\t6\t5\t1");
        file("sub-1/eeg/sub-1_coordsystem.json",
                "{\"EEGCoordinateSystem\": \"CTF\", \"EEGCoordinateUnits\": \"cm\",",
                "\"AnatomicalLandmarkCoordinates\": {\"NAS\": [6, 11, 5], \"LPA\": [-2, 1, 5], \"RPA\": [14, 1, 5]}}");
        for (String name : List.of("sub-1_task-a_events.tsv", "sub-1_task-a_channels.tsv",
                "sub-1_electrodes.tsv",
                "sub-1_coordsystem.json")) {
            Path file = root.resolve("sub-1/eeg").resolve(name);
            RecordingFuzz.run(file, (int) Files.size(file), 150, 9, changed -> described(threeChannels()));
        }
        file("sub-1/eeg/sub-1_task-a_events.tsv", "onset\tduration\ttrial_type", "soon\t0\tgo");
        FormatException wrong = assertThrows(FormatException.class, () -> described(threeChannels()));
        assertTrue(wrong.getMessage().contains("line 2"), wrong.getMessage());
        assertEquals(1, TableFile.read(root.resolve("sub-1/eeg/sub-1_task-a_events.tsv")).rowCount());
    }
}
