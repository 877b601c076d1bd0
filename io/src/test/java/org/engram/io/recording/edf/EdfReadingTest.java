package org.engram.io.recording.edf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFuzz;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.Segment;
import org.engram.io.recording.Unit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdfReadingTest {
    /** Rounding of one multiplication and one addition of values up to 3e-4 V. */
    private static final double EXACT = 1e-18;

    @TempDir
    Path folder;
    private Path file;
    private final List<Notice> notices = new ArrayList<>();

    @BeforeEach
    void name() {
        file = folder.resolve("made.edf");
    }

    private Recording read() throws IOException {
        return Recordings.read(file, ReadOptions.DEFAULT, notices::add);
    }

    private List<String> codes() {
        return notices.stream().map(Notice::code).toList();
    }

    private static EdfMaker ramp() {
        EdfMaker maker = new EdfMaker().signal("EEG Fpz-Cz", "uV", 4).signal("EOG horizontal", "mV", 4);
        for (int r = 0; r < 3; r++) {
            int n = 4 * r;
            maker.record(new int[] {n, n + 1, n + 2, n + 3}, new int[] {-1000, 1000, 0, -n});
        }
        return maker;
    }

    @Test
    void aRampIsScaledByTheRanges() throws IOException {
        ramp().write(file);
        Recording recording = read();
        double[][] samples = recording.read(0, 12);
        for (int n = 0; n < 12; n++) { // gain (300 + 100) / 2000 = 0.2, shift -100 + 1000 * 0.2 = 100
            assertEquals((0.2 * n + 100) * 1e-6, samples[0][n], EXACT);
        }
        assertEquals(-0.1, samples[1][0], 1e-15);
        assertEquals(0.3, samples[1][1], 1e-15);
        assertArrayEquals(Arrays.copyOfRange(samples[1], 3, 10),
                recording.read(new int[] {1}, 3, 7)[0]);
        assertEquals(4, recording.samplingRateHz());
        assertEquals(List.of(), notices);
        assertEquals(Instant.parse("2021-03-02T10:20:30Z"), recording.startTime().orElseThrow());
        Channel first = recording.channels().get(0);
        assertEquals(ChannelType.EEG, first.type());
        assertEquals("Cz", first.reference());
        assertEquals(0.1, first.band().highPassHz());
        assertEquals(75, first.band().lowPassHz());
        assertEquals(ChannelType.EOG, recording.channels().get(1).type());
    }

    private EdfMaker interrupted(String... onsets) {
        EdfMaker maker = new EdfMaker().signal("Cz", "uV", 4).annotations(40);
        maker.reserved = "EDF+D";
        for (int r = 0; r < onsets.length; r++) {
            maker.record(new int[] {4 * r, 4 * r + 1, 4 * r + 2, 4 * r + 3}, onsets[r]);
        }
        return maker;
    }

    @Test
    void gapsBecomeSegmentsAndAnnotationsLieOnTheSampleAxis() throws IOException {
        interrupted("+0||~+0.5|a|~+1.75^4.25|through|~", "+1||~+3|within|~+2|end|~", "+5||~+5.5^0.25|b|~")
                .write(file);
        Recording recording = read();
        assertEquals(12, recording.sampleCount());
        assertEquals(List.of(new Segment(0, 8, 0), new Segment(8, 4, 5)), recording.segments());
        List<Annotation> expected = List.of(Annotation.of(0.5, 0, "a"), Annotation.of(1.75, 1.25, "through"),
                Annotation.of(2, 0, Annotation.ACQUISITION_GAP), Annotation.of(2, 0, "within"),
                Annotation.of(2, 0, "end"), Annotation.of(2.5, 0.25, "b"));
        assertEquals(expected, recording.annotations());
        assertEquals((0.2 * 9 + 100) * 1e-6, recording.read(9, 1)[0][0], EXACT);
    }

    @Test
    void overlapIsAnErrorUnlessLenient() throws IOException {
        interrupted("+0||~", "+0.5||~", "+1.5||~").write(file);
        FormatException error = assertThrows(FormatException.class, this::read);
        assertTrue(error.getMessage().contains("record 2 begins at 0.5"), error.getMessage());
        Recording recording = new EdfFormat().read(file, ReadOptions.DEFAULT.withLenient(true), notices::add);
        assertEquals(List.of("edf-records-overlap"), codes());
        assertEquals(List.of(new Segment(0, 4, 0), new Segment(4, 8, 0.5)), recording.segments());
    }

    @Test
    void halfASampleIsNoGap() throws IOException {
        interrupted("+0||~", "+1.125||~", "+2.126||~").write(file);
        assertEquals(1, read().segments().size());
        interrupted("+0||~", "+1.126||~", "+2.126||~").write(file);
        assertEquals(2, read().segments().size());
    }

    @Test
    void interruptedFilesMustSayWhenRecordsBegin() throws IOException {
        EdfMaker silent = ramp();
        silent.reserved = "EDF+D";
        silent.write(file);
        FormatException error = assertThrows(FormatException.class, this::read);
        assertTrue(
                error.getMessage().contains("record 1 does not say when it began, which an interrupted (+D)"
                        + " file must tell soundly: read it leniently"),
                error.getMessage());
        Recording recording = new EdfFormat().read(file, ReadOptions.DEFAULT.withLenient(true), notices::add);
        assertEquals(List.of(new Segment(0, 12, 0)), recording.segments());
        assertEquals(List.of("edf-onset-missing"), codes());
    }

    @Test
    void aFractionOfASecondMovesTheStart() throws IOException {
        EdfMaker maker = interrupted("+0.25||~+0.75^0.5|S  1@@Cz|~+1|\u00c4rger||zwei|~", "+1.25||~",
                "+2.25||~");
        maker.reserved = "EDF+C";
        maker.write(file);
        Recording recording = read();
        assertEquals(Instant.parse("2021-03-02T10:20:30.250Z"), recording.startTime().orElseThrow());
        assertEquals(
                List.of(new Annotation(0.5, 0.5, "S  1", List.of("Cz")), Annotation.of(0.75, 0, "\u00c4rger"),
                        Annotation.of(0.75, 0, "zwei")),
                recording.annotations());
        assertEquals(List.of(), notices);
    }

    @Test
    void allAnnotationSignalsAreReadAndChannelsPutTogether() throws IOException {
        EdfMaker maker = new EdfMaker().signal("Cz", "uV", 2).annotations(20).annotations(20);
        maker.reserved = "EDF+C";
        maker.recordCount = "1";
        maker.record(new int[] {0, 0}, "+0||~+0.5|x@@Cz|~+0.5|x@@Pz|~", "+0.25|second|~nonsense|~");
        maker.write(file);
        assertEquals(List.of(Annotation.of(0.25, 0, "second"),
                new Annotation(0.5, 0, "x", List.of("Cz", "Pz"))), read().annotations());
        assertEquals(List.of("edf-annotations-unreadable"), codes());
    }

    @Test
    void lowest24BitNumberIsFullScale() throws IOException {
        file = folder.resolve("made.bdf");
        EdfMaker maker = new EdfMaker();
        maker.version = "\u00ffBIOSEMI";
        maker.reserved = "24BIT";
        maker.bytes = 3;
        maker.recordCount = "1";
        maker.signal(new EdfMaker.Signal("A1", "uV", "-262144", "262143", "-8388608", "8388607", "", 3));
        maker.signal(
                new EdfMaker.Signal("Status", "Boolean", "-8388608", "8388607", "-8388608", "8388607", "",
                        3));
        maker.record(new int[] {-8388608, 8388607, -1}, new int[] {0x5100ff, 0x010001, -1}).write(file);
        Recording recording = read();
        double[][] samples = recording.read(0, 3);
        assertEquals(-0.262144, samples[0][0], 1e-15);
        assertEquals(0.262143, samples[0][1], 1e-15);
        assertEquals((-1 * (524287.0 / 16777215) - 262144 + 8388608 * (524287.0 / 16777215)) * 1e-6,
                samples[0][2], 1e-15);
        assertArrayEquals(new double[] {0x100ff, 0x10001, 0x1ffff}, samples[1]);
        assertEquals(ChannelType.STIM, recording.channels().get(1).type());
        assertEquals(List.of(), notices);
    }

    @Test
    void commasAreDecimalMarksAndTextIsLatin1() throws IOException {
        EdfMaker maker = new EdfMaker().signal(
                new EdfMaker.Signal("F\u00fc", "\u00ce\u00bcV", "-100,5", "100,5", "-201", "201", "HP:DC",
                        1));
        maker.duration = "0,5";
        maker.patient = "M\u00fcller";
        maker.recordCount = "2";
        maker.record(new int[] {201}).record(new int[] {1}).write(file);
        Recording recording = read();
        assertEquals(2, recording.samplingRateHz());
        assertArrayEquals(new double[] {100.5e-6, 0.5e-6}, recording.read(0, 2)[0], 1e-18);
        assertEquals(List.of("F\u00fc"), recording.channelNames());
        assertEquals("M\u00fcller", recording.facts().get("patient"));
        assertEquals(0, recording.channels().get(0).band().highPassHz());
    }

    @Test
    void recordsAreCountedByTheSizeOfTheFile() throws IOException {
        for (String said : List.of("-1", "2", "999")) {
            EdfMaker maker = ramp();
            maker.recordCount = said;
            maker.write(file);
            notices.clear();
            assertEquals(12, read().sampleCount());
            assertEquals(List.of("edf-record-count"), codes());
        }
    }

    @Test
    void aTruncatedLastRecordIsLeftOut() throws IOException {
        ramp().write(file);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 768 + 2 * 16 + 7));
        assertEquals(8, read().sampleCount());
        assertEquals(List.of("edf-record-count", "edf-truncated-record"), codes());
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 768 + 5));
        FormatException none = assertThrows(FormatException.class, this::read);
        assertEquals(768, none.byteOffset());
    }

    @Test
    void withoutARangeTheNumbersAreKept() throws IOException {
        EdfMaker maker = new EdfMaker();
        maker.recordCount = "1";
        maker.signal(new EdfMaker.Signal("Fz", "uV", "-5", "5", "7", "7", "", 2));
        maker.signal(new EdfMaker.Signal("Cz", "uV", "", "", "-100", "100", "", 2));
        maker.record(new int[] {7, 8}, new int[] {-3, 4}).write(file);
        Recording recording = read();
        assertArrayEquals(new double[][] {{7, 8}, {-3, 4}}, recording.read(0, 2));
        assertEquals(Unit.NONE, recording.channels().get(0).unit());
        assertEquals(List.of("edf-no-range"), codes());
    }

    @Test
    void ratesAreKeptApart() throws IOException {
        EdfMaker maker = new EdfMaker().signal("EEG Fz", "uV", 4).signal("Resp nasal", "", 1)
                .signal("EEG Cz", "uV", 4).signal("EMG chin", "uV", 8);
        maker.recordCount = "2";
        for (int r = 0; r < 2; r++) {
            maker.record(new int[] {1, 2, 3, 4}, new int[] {r}, new int[] {5, 6, 7, 8}, new int[8]);
        }
        maker.write(file);
        Recording recording = read();
        assertEquals(List.of("EEG Fz", "EEG Cz"), recording.channelNames());
        assertEquals(List.of("mixed-sampling-rates"), codes());
        assertTrue(notices.get(0).text().contains("EMG chin at 8 Hz; Resp nasal at 1 Hz"));
        Recording slow = new EdfFormat().read(file, ReadOptions.DEFAULT.withSamplingRate(1), notices::add);
        assertEquals(ChannelType.RESPIRATION, slow.channels().get(0).type());
        assertArrayEquals(new double[] {100, 100.2}, slow.read(0, 2)[0], 1e-12);
        List<Recording> all = EdfRecordings.readAllRates(file, ReadOptions.DEFAULT, notices::add);
        assertEquals(List.of(8.0, 4.0, 1.0), all.stream().map(Recording::samplingRateHz).toList());
        EngramException unknown = assertThrows(EngramException.class, () -> new EdfFormat().read(file,
                ReadOptions.DEFAULT.withSamplingRate(100), notices::add));
        assertTrue(unknown.getMessage().contains("EEG Fz, EEG Cz at 4 Hz"), unknown.getMessage());
    }

    @Test
    void triggersOfAnotherRateAreHeld() throws IOException {
        EdfMaker maker = new EdfMaker().signal("Fz", "uV", 4).signal("Resp", "", 1);
        maker.signal(new EdfMaker.Signal("STIM", "", "-100", "100", "-100", "100", "", 2));
        maker.signal(new EdfMaker.Signal("TRIG 1", "", "-100", "100", "-100", "100", "", 10));
        maker.signal("Cz", "uV", 4).recordCount = "2";
        maker.record(new int[4], new int[1], new int[] {0, 5}, new int[] {0, 0, 0, 9, 0, 0, 0, 0, 0, 7},
                new int[] {1, 2, 3, 4});
        maker.record(new int[4], new int[1], new int[] {6, 0}, new int[] {1, 1, 2, 0, 0, 0, 3, 4, 0, 0},
                new int[] {5, 6, 7, 8}).write(file);
        Recording recording = read();
        assertEquals(List.of("Fz", "Cz", "STIM", "TRIG 1"), recording.channelNames());
        int slow = recording.channel("STIM");
        int fast = recording.channel("TRIG 1");
        double[][] samples = recording.read(0, 8);
        assertArrayEquals(new double[] {0, 0, 5, 5, 6, 6, 0, 0}, samples[slow]);
        // of 10 samples in 4: those from 0, 2, 5 and 7 on; a pulse of one sample is not lost
        assertArrayEquals(new double[] {0, 9, 0, 7, 1, 2, 3, 4}, samples[fast]);
        for (int from = 0; from < 8; from++) {
            for (int count = 1; count <= 8 - from; count++) {
                double[][] block = recording.read(new int[] {fast, 1, slow}, from, count);
                assertArrayEquals(Arrays.copyOfRange(samples[fast], from, from + count), block[0]);
                assertArrayEquals(Arrays.copyOfRange(samples[1], from, from + count), block[1]);
                assertArrayEquals(Arrays.copyOfRange(samples[slow], from, from + count), block[2]);
            }
        }
        assertEquals(List.of("mixed-sampling-rates", "trigger-rate"), codes());
        assertTrue(notices.get(0).text().contains("left out are Resp at 1 Hz."), notices.get(0).text());
        assertTrue(notices.get(1).text().contains("TRIG 1 at 10 Hz; STIM at 2 Hz hold trigger codes"),
                notices.get(1).text());
        assertEquals(List.of(1, 2, 1, 1), EdfRecordings.readAllRates(file, ReadOptions.DEFAULT, n -> {})
                .stream().map(Recording::channelCount).toList());
    }

    @Test
    void repeatedLabelsAreNumbered() throws IOException {
        EdfMaker maker = new EdfMaker().signal("EEG", "uV", 1).signal("Cz", "uV", 1).signal("EEG", "uV", 1)
                .signal("EEG-0", "uV", 1);
        maker.recordCount = "1";
        maker.record(new int[1], new int[1], new int[1], new int[1]).write(file);
        assertEquals(List.of("EEG-1", "Cz", "EEG-2", "EEG-0"), read().channelNames());
        assertEquals(List.of("channel-names-repeated"), codes());
    }

    @Test
    void unitsCanBeAssumed() throws IOException {
        EdfMaker maker = new EdfMaker().signal("Fz", "mV", 1).signal("Cz", "", 1).signal("SaO2", "%", 1);
        maker.recordCount = "1";
        maker.record(new int[] {1000}, new int[] {1000}, new int[] {1000}).write(file);
        Recording plain = read();
        assertEquals(ChannelType.MISC, plain.channels().get(1).type());
        assertEquals(List.of("edf-unit-unknown"), codes());
        assertEquals(0.3, plain.read(0, 1)[0][0], 1e-15);
        double[][] samples = new EdfFormat()
                .read(file, ReadOptions.DEFAULT.withAssumedUnit("*", 1e-6), n -> {})
                .read(0, 1);
        assertEquals(3e-4, samples[0][0], EXACT);
        assertEquals(3e-4, samples[1][0], EXACT);
        assertEquals(300, samples[2][0], 1e-12);
        assertEquals(3e-4,
                new EdfFormat().read(file, ReadOptions.DEFAULT.withAssumedUnit("Fz", 1e-6), n -> {})
                        .read(0, 1)[0][0],
                EXACT);
    }

    @Test
    void filesOfAnnotationsHaveNoChannels() throws IOException {
        EdfMaker maker = new EdfMaker().annotations(40);
        maker.reserved = "EDF+C";
        maker.duration = "0";
        maker.recordCount = "1";
        maker.record("+0||~+0^30|Sleep stage W|~+30^60|Sleep stage 1|~").write(file);
        Recording stages = read();
        assertEquals(0, stages.channelCount());
        assertEquals(List.of(Annotation.of(0, 30, "Sleep stage W"), Annotation.of(30, 60, "Sleep stage 1")),
                stages.annotations());
    }

    @Test
    void datesAreReadInBothFields() throws IOException {
        EdfMaker maker = ramp();
        maker.recording = "ward 7";
        maker.date = "31.12.84";
        maker.write(file);
        assertEquals(Instant.parse("2084-12-31T10:20:30Z"), read().startTime().orElseThrow());
        maker.date = "31.12.85";
        maker.write(file);
        assertEquals(Instant.parse("1985-12-31T10:20:30Z"), read().startTime().orElseThrow());
        maker.recording = "Startdate X X X X";
        maker.date = "01.01.85";
        maker.write(file);
        assertEquals(Optional.empty(), read().startTime());
        assertEquals(List.of(), notices);
        maker.recording = "ward 7";
        maker.date = "31.02.21";
        maker.write(file);
        assertEquals(Optional.empty(), read().startTime());
        assertEquals(List.of("edf-start-unknown"), codes());
    }

    @Test
    void damageEndsInOneSentence() throws IOException {
        interrupted("+0||~+0.5|a|~", "+1||~", "+5||~+5.5^0.25|b@@Cz|~").write(file);
        int sound = RecordingFuzz.run(file, 1200, 400, 5, RecordingFuzz.recordings(new EdfFormat()));
        assertTrue(sound > 20, "only " + sound + " damaged files were read");
    }

    @Test
    void eventsBeforeTheFirstSampleKeepTheirTime() throws IOException {
        EdfMaker maker = new EdfMaker().signal("Cz", "uV", 2).annotations(30);
        maker.reserved = "EDF+C";
        maker.recordCount = "1";
        maker.record(new int[] {0, 0}, "+0||~-2.5|early|~+99|late|~").write(file);
        assertEquals(List.of(Annotation.of(-2.5, 0, "early"), Annotation.of(99, 0, "late")),
                read().annotations());
    }

    @Test
    void flatChannelsAreReadAsTheyAre() throws IOException {
        EdfMaker maker = new EdfMaker().signal("Cz", "uV", 3);
        maker.signal(new EdfMaker.Signal("Fz", "uV", "0", "0", "-100", "100", "", 3));
        maker.recordCount = "1";
        maker.record(new int[] {500, 500, 500}, new int[3]).write(file);
        double[][] samples = read().read(0, 3);
        assertArrayEquals(new double[] {2e-4, 2e-4, 2e-4}, samples[0], EXACT);
        assertArrayEquals(new double[3], samples[1]);
    }

    @Test
    void damagedBdfEndsInOneSentence() throws IOException {
        file = folder.resolve("made.bdf");
        EdfMaker maker = interrupted("+0||~+0.5|a|~", "+1||~", "+5||~+5.5^0.25|b@@Cz|~");
        maker.bytes = 3;
        maker.version = "\u00ffBIOSEMI";
        maker.reserved = "BDF+D";
        EdfMaker.Signal list = maker.signals.remove(1);
        maker.signals.add(new EdfMaker.Signal("BDF Annotations", "", "-1", "1", "-8388608", "8388607", "",
                list.samples()));
        maker.signal(new EdfMaker.Signal("Status", "Boolean", "-8388608", "8388607", "-8388608", "8388607",
                "", 2));
        maker.records.clear();
        maker.record(new int[] {1, 2, 3, 4}, "+0||~+0.5|a|~", new int[] {0x10001, 0})
                .record(new int[] {5, 6, 7, 8}, "+1||~", new int[] {2, 0})
                .record(new int[] {-1, -2, -3, 8388607}, "+5||~+5.5^0.25|b@@Cz|~", new int[2]).write(file);
        Recording recording = read();
        assertEquals(2, recording.segments().size());
        assertArrayEquals(new double[] {0x10001, 0x10001, 0, 0, 2, 2}, recording.read(0, 6)[1]);
        int sound = RecordingFuzz.run(file, 1536, 400, 6, RecordingFuzz.recordings(new BdfFormat()));
        assertTrue(sound > 20, "only " + sound + " damaged files were read");
    }
}
