package org.engram.io.recording.brainvision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFuzz;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.Segment;
import org.engram.io.recording.SparseFile;
import org.engram.io.recording.Unit;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrainVisionFormatTest {
    private static final String TITLE = "Brain Vision Data Exchange Header File Version 2.0\n[Common Infos]\n";

    @TempDir
    Path folder;

    private Path header(String common, String rest) throws Exception {
        return Files.writeString(folder.resolve("a.vhdr"), TITLE + "DataFile=a.eeg\nMarkerFile=a.vmrk\n"
                + "NumberOfChannels=2\nSamplingInterval=4000\n" + common + "\n[Channel Infos]\n"
                + "Ch1=C\\13,Ref,0.5,\u00B5V\nCh2=Skin,,2,uS\n" + rest);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** mne 1.3.0 on its own test file, and the FIFF file its authors made of it. */
    @Test
    void readsTheTestFileOfMneAsMneDoes() throws Exception {
        Recording recording = Recordings.read(RealData.path("formats/mne_brainvision/test.vhdr"));
        JsonNode expected = new ObjectMapper().readTree(
                Path.of(BrainVisionFormatTest.class.getResource("sample.json").toURI()).toFile());
        assertEquals(7900, recording.sampleCount());
        assertEquals(1000, recording.samplingRateHz());
        for (int channel = 0; channel < 32; channel++) {
            assertEquals(expected.get("names").get(channel).asText(),
                    recording.channels().get(channel).name());
            double[] all = recording.read(new int[] {channel}, 0, 7900)[0];
            double sum = 0;
            for (double sample : all) {
                sum += sample;
            }
            double scale = recording.channels().get(channel).type() == ChannelType.EEG ? 1e-6 : 1;
            assertEquals(expected.get("sums").get(channel).asDouble(), sum, 1e-9 * scale * 7900);
            for (int i = 0; i < expected.get("at").size(); i++) {
                int at = expected.get("at").get(i).asInt();
                assertEquals(expected.get("samples").get(channel).get(i).asDouble(), all[at], 1e-12 * scale);
                if (channel < 26) {
                    // single precision in the FIFF file, of samples up to a millivolt
                    assertEquals(expected.get("fif_samples").get(channel).get(i).asDouble(), all[at], 1e-10);
                }
            }
        }
        JsonNode annotations = expected.get("annotations");
        assertEquals(annotations.size(), recording.annotations().size());
        for (int i = 0; i < annotations.size(); i++) {
            Annotation annotation = recording.annotations().get(i);
            assertEquals(annotations.get(i).get(0).asDouble(), annotation.onsetSeconds(), 1e-9);
            assertEquals(annotations.get(i).get(1).asDouble(), annotation.durationSeconds(), 1e-9);
            assertEquals(annotations.get(i).get(2).asText(), annotation.text());
        }
        assertEquals(Instant.parse("2013-11-13T16:14:03.794232Z"), recording.startTime().orElseThrow());
        assertEquals(new Band(0, 250), recording.channels().get(0).band());
        assertEquals(ChannelType.GSR, recording.channels().get(27).type());
        Recording fromSamples = Recordings.read(RealData.path("formats/mne_brainvision/test.eeg"));
        assertEquals(recording.channels(), fromSamples.channels());
    }

    @Test
    void readsAllNumbersInBothOrders() throws Exception {
        double[][] expected = {{0.5e-6, 1e-6, -1.5e-6}, {8e-6, 10e-6, 12e-6}};
        int[] multiplexed = {1, 4, 2, 5, -3, 6};
        int[] vectorized = {1, 2, -3, 4, 5, 6};
        for (String order : List.of("MULTIPLEXED", "VECTORIZED")) {
            int[] stored = order.equals("MULTIPLEXED") ? multiplexed : vectorized;
            ByteBuffer shorts = buffer(12);
            ByteBuffer ints = buffer(24);
            ByteBuffer floats = buffer(24);
            for (int value : stored) {
                shorts.putShort((short) value);
                ints.putInt(value);
                floats.putFloat(value);
            }
            for (var type : List.of(new Object[] {"INT_16", shorts}, new Object[] {"INT_32", ints},
                    new Object[] {"IEEE_FLOAT_32", floats})) {
                Files.write(folder.resolve("a.eeg"), ((ByteBuffer) type[1]).array());
                Recording recording = Recordings.read(header("DataFormat=BINARY\nDataOrientation=" + order
                        + "\n[Binary Infos]\nBinaryFormat=" + type[0], ""));
                for (int channel = 0; channel < 2; channel++) {
                    assertArrayEquals(expected[channel], recording.read(0, 3)[channel], 1e-20);
                }
                assertEquals(expected[1][2], recording.read(new int[] {1}, 2, 1)[0][0], 1e-20);
            }
        }
        Files.writeString(folder.resolve("a.eeg"), "C3 Skin\n1,0 4\n2,0 5\n-3,0 6\n");
        Recording ascii = Recordings
                .read(header("DataFormat=ASCII\nDataOrientation=MULTIPLEXED\n[ASCII Infos]\n"
                        + "DecimalSymbol=,\nSkipLines=1", ""));
        assertArrayEquals(expected[0], ascii.read(0, 3)[0], 1e-20);
        Files.writeString(folder.resolve("a.eeg"), "C3 1 2 -3\nSkin 4 5 6\n");
        Recording lines = Recordings
                .read(header("DataFormat=ASCII\nDataOrientation=VECTORIZED\n[ASCII Infos]\n"
                        + "SkipColumns=1", ""));
        assertArrayEquals(expected[1], lines.read(0, 3)[1], 1e-20);
    }

    @Test
    void readsNamesPlacesFiltersAndSegments() throws Exception {
        Files.write(folder.resolve("a.eeg"), new byte[4 * 1000]);
        Files.writeString(folder.resolve("a.vmrk"), "Brain Vision Data Exchange Marker File, Version 1.0\n"
                + "[Common Infos]\nCodepage=UTF-8\n[Marker Infos]\nMk1=New Segment,,1,1,0,20200101120000000000\n"
                + "Mk2=Stimulus,S\\1 1,11,5,2\nMk3=New Segment,,501,1,0,20200101120010000000\n");
        Recording recording = Recordings.read(header("Codepage=UTF-8",
                "[Coordinates]\nCh1=1,-90,0\nCh2=0,0,0\n[Comment]\nChannels\n-----\n"
                        + "#     Name      Phys. Chn.    Resolution / Unit   Low Cutoff [s]   High Cutoff [Hz]\n"
                        + "1     C,3         1                0.5 uV             10              70\n\n"
                        + "S o f t w a r e  F i l t e r s\n"
                        + "#     Low Cutoff [s]   High Cutoff [Hz]   Notch [Hz]\n1     5     90     50\n"));
        Channel first = recording.channels().get(0);
        assertEquals("C,3", first.name());
        assertEquals("Ref", first.reference());
        assertEquals(0, first.position().orElseThrow().distanceTo(new Position(-0.095, 0, 0)), 1e-15);
        assertTrue(recording.channels().get(1).position().isEmpty());
        assertEquals(1 / (2 * Math.PI * 5), first.band().highPassHz(), 1e-15);
        assertEquals(70, first.band().lowPassHz());
        assertEquals(List.of(new Segment(0, 500, 0), new Segment(500, 500, 10)), recording.segments());
        assertTrue(recording.annotations()
                .contains(new Annotation(0.04, 0.02, "Stimulus/S, 1", List.of("Skin"))));
        assertEquals(1, recording.annotations().stream().filter(Annotation::isDiscontinuity).count());
    }

    @Test
    void missingFilesAreToldOf() throws Exception {
        Path header = header("", "");
        String message = assertThrows(FormatException.class, () -> Recordings.read(header)).getMessage();
        assertTrue(message.contains("\"a.eeg\", \"a.dat\""), message);
        Path renamed = Files.move(header, folder.resolve("b.vhdr"));
        Files.write(folder.resolve("b.eeg"), new byte[41]);
        List<Notice> notices = new ArrayList<>();
        assertEquals(10, Recordings.read(renamed, ReadOptions.DEFAULT, notices::add).sampleCount());
        assertEquals(List.of("companion-renamed", "brainvision-no-markers", "brainvision-cut-off"),
                notices.stream().map(Notice::code).sorted((a, b) -> order(a) - order(b)).toList());
    }

    private static int order(String code) {
        return List.of("companion-renamed", "brainvision-no-markers", "brainvision-cut-off").indexOf(code);
    }

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        double[][] samples = new double[3][1000];
        for (int i = 0; i < 1000; i++) {
            samples[0][i] = 1e-4 * Math.sin(0.1 * i);
            samples[1][i] = -2e-5 * Math.cos(0.3 * i);
            samples[2][i] = i % 7;
        }
        Recording recording = Recording.of(
                List.of(Channel.of("C,3", ChannelType.EEG).withPosition(new Position(-0.06, 0.01, 0.07)),
                        Channel.of("EOG1", ChannelType.EOG).withReference("A1"),
                        Channel.of("x", ChannelType.MISC)),
                250, samples).toBuilder().startTime(Instant.parse("2021-02-03T04:05:06.789012Z"))
                .segments(List.of(new Segment(0, 400, 0), new Segment(400, 600, 3)))
                .annotations(List.of(Annotation.of(0.4, 0.02, "Stimulus/S  1"),
                        Annotation.of(1, 0, "Comment/a, b"),
                        Annotation.of(1.6, 0, "boundary")))
                .build();
        Path file = folder.resolve("out").resolve("w.vhdr");
        Recordings.write(recording, file, notice -> {}, Progress.NONE);
        Recording back = Recordings.read(file);
        assertEquals(recording.segments(), back.segments());
        assertEquals(recording.startTime(), back.startTime());
        List<Annotation> written = back.annotations().stream()
                .filter(a -> !a.text().startsWith("New Segment"))
                .toList();
        assertEquals(recording.annotations(), written);
        for (int channel = 0; channel < 3; channel++) {
            Channel one = back.channels().get(channel);
            assertEquals(recording.channels().get(channel).type(), one.type());
            assertEquals(recording.channels().get(channel).name(), one.name());
            // single precision keeps 24 bits
            assertArrayEquals(samples[channel], back.read(0, 1000)[channel],
                    1e-4 * (channel == 2 ? 1e-4 : 0x1p-24));
        }
        assertEquals(0, back.channels().get(0).position().orElseThrow()
                .distanceTo(new Position(-0.06, 0.01, 0.07)), 1e-12);
        // What was read is written and read again without any change.
        Path again = folder.resolve("again.vhdr");
        Recordings.write(back, again, notice -> {}, Progress.NONE);
        Recording third = Recordings.read(again);
        assertEquals(back.annotations(), third.annotations());
        assertArrayEquals(back.read(0, 1000)[0], third.read(0, 1000)[0], 1e-15);
        BrainVisionFormat format = new BrainVisionFormat();
        format.write(recording, file, BrainVisionEncoding.integers(0.01), notice -> {}, Progress.NONE);
        // half a step of 0.01 microvolts
        assertArrayEquals(samples[0], Recordings.read(file).read(0, 1000)[0], 0.5001e-8);
        String message = assertThrows(EngramException.class, () -> format.write(recording, file,
                BrainVisionEncoding.integers(0.001), notice -> {}, Progress.NONE)).getMessage();
        assertTrue(message.contains("channel C,3"), message);
    }

    /** Places in files of more than 4 GB need 64 bits all the way. */
    @Test
    void theEndOfALargeFileIsRead() throws Exception {
        long count = 1_250_000_000L;
        Path samples = Files.write(folder.resolve("a.eeg"), new byte[0]);
        SparseFile.extend(samples, 4 * count);
        SparseFile.put(samples, 4 * count - 4, 3, 0, 4, 0);
        SparseFile.put(samples, 2 * count - 2, 9, 0);
        for (String order : List.of("MULTIPLEXED", "VECTORIZED")) {
            Recording recording = Recordings.read(header("DataOrientation=" + order, ""));
            assertEquals(count, recording.sampleCount());
            double[][] last = recording.read(count - 2, 2);
            boolean vectorized = order.equals("VECTORIZED");
            assertArrayEquals(vectorized ? new double[] {0, 4.5e-6} : new double[] {0, 1.5e-6}, last[0],
                    1e-20);
            assertArrayEquals(vectorized ? new double[] {6e-6, 8e-6} : new double[] {0, 8e-6}, last[1],
                    1e-20);
        }
    }

    @Test
    void unitsThatAreNoVoltageAreKeptAndTold() throws Exception {
        Files.write(folder.resolve("a.eeg"), new byte[] {2, 0, 0, 0, 0, 0});
        Files.writeString(folder.resolve("a.vmrk"), "Brain Vision Data Exchange Marker File, Version 1.0\n");
        Path header = Files.writeString(folder.resolve("a.vhdr"),
                TITLE + "DataFile=a.eeg\nMarkerFile=a.vmrk\n"
                        + "NumberOfChannels=3\nSamplingInterval=4000\n[Channel Infos]\n"
                        + "Ch1=Fz,,0.5,furlong\nCh2=STI 014,,1,n/a\nCh3=Trigger,,1,\u00B5V\n");
        List<Notice> notices = new ArrayList<>();
        Recording recording = Recordings.read(header, ReadOptions.DEFAULT, notices::add);
        assertEquals(List.of(ChannelType.MISC, ChannelType.STIM, ChannelType.MISC),
                recording.channels().stream().map(Channel::type).toList());
        assertEquals(List.of(Unit.NONE, Unit.NONE, Unit.VOLT),
                recording.channels().stream().map(Channel::unit).toList());
        assertEquals(1, recording.read(0, 1)[0][0]);
        assertEquals(List.of("brainvision-unit"), notices.stream().map(Notice::code).toList());
        assertTrue(notices.get(0).text().contains("Fz is in the unknown unit \"furlong\""),
                notices.get(0).text());
    }

    @Test
    void markersBeforeTheFirstSampleLieAtItAndThoseBehindTheLastAreKept() throws Exception {
        Files.write(folder.resolve("a.eeg"), new byte[4 * 10]);
        Files.writeString(folder.resolve("a.vmrk"), "Brain Vision Data Exchange Marker File, Version 1.0\n"
                + "[Marker Infos]\nMk1=Stimulus,S  1,0,1,0\nMk2=Stimulus,S  2,-5,1,0\nMk3=Stimulus,S  3,900,1,0\n");
        List<Notice> notices = new ArrayList<>();
        Recording recording = Recordings.read(header("", ""), ReadOptions.DEFAULT, notices::add);
        assertEquals(
                List.of(Annotation.of(0, 0.004, "Stimulus/S  1"),
                        Annotation.of(3.596, 0.004, "Stimulus/S  3")),
                recording.annotations());
        assertEquals(List.of("brainvision-markers"), notices.stream().map(Notice::code).toList());
    }

    @Test
    void damageIsAlwaysADeclaredError() throws Exception {
        Files.write(folder.resolve("a.eeg"), new byte[4 * 1000]);
        Files.writeString(folder.resolve("a.vmrk"), "Brain Vision Data Exchange Marker File, Version 1.0\n"
                + "[Marker Infos]\nMk1=New Segment,,1,1,0,20200101120000000000\nMk2=Stimulus,S  1,11,5,2\n"
                + "Mk3=New Segment,,501,1,0,20200101120010000000\n", StandardCharsets.UTF_8);
        Path header = header(
                "DataFormat=BINARY\nDataOrientation=VECTORIZED\n[Binary Infos]\nBinaryFormat=INT_16",
                "[Coordinates]\nCh1=1,-90,0\n[Comment]\n#  Name  Low Cutoff [s]  High Cutoff [Hz]\n1  a  10  70\n");
        RecordingFuzz.Reading reading = file -> RecordingFuzz.recordings(new BrainVisionFormat()).of(header);
        RecordingFuzz.run(header, (int) Files.size(header), 400, 3, reading);
        RecordingFuzz.run(folder.resolve("a.vmrk"), 300, 200, 4, reading);
        Path ascii = header("DataFormat=ASCII\nDataOrientation=MULTIPLEXED\n[ASCII Infos]\nSkipLines=1", "");
        Path samples = Files.writeString(folder.resolve("a.eeg"), "C3 Skin\n1.0 4\n2.0 5\n-3.0 6\n");
        RecordingFuzz.run(samples, 26, 200, 5, reading);
        assertTrue(Files.exists(ascii));
    }
}
