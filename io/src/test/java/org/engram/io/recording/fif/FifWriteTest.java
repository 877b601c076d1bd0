package org.engram.io.recording.fif;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.SensorCovariance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read back equal. That MNE reads it equal too is checked by check_written.py. */
class FifWriteTest {
    @TempDir
    Path folder;

    private Path write(Recording recording, String name, FifWriteOptions options) throws IOException {
        Path file = folder.resolve(name);
        FifRawWriter.write(recording, file, options, notice -> {}, Progress.NONE);
        return file;
    }

    @Test
    void samplesComeBack() throws IOException {
        Recording recording = FifSamples.recording(true);
        double[][] expected = recording.read(0, FifSamples.SAMPLES);
        for (FifWriteOptions.Samples samples : FifWriteOptions.Samples.values()) {
            Recording read = Recordings
                    .read(write(recording, samples + "_raw.fif",
                            FifWriteOptions.DEFAULT.withSamples(samples)));
            double[][] found = read.read(0, FifSamples.SAMPLES);
            for (int channel = 0; channel < expected.length; channel++) {
                double largest = Stream.of(expected[channel]).flatMapToDouble(Arrays::stream).map(Math::abs)
                        .max().orElseThrow();
                // half a step of 16-bit integers, 24 bits of a float, or nothing
                double error = switch (samples) {
                    case INT16 -> 0.51 / 32767 * largest;
                    case FLOAT32 -> 6e-8 * largest;
                    case FLOAT64 -> 0;
                };
                assertArrayEquals(expected[channel], found[channel], error, samples + " channel " + channel);
            }
            assertArrayEquals(expected[8], found[8], "trigger codes are whole numbers");
        }
    }

    @Test
    void headerComesBack() throws IOException {
        for (boolean dated : new boolean[] {true, false}) {
            Recording recording = FifSamples.recording(dated);
            Recording read = Recordings.read(write(recording, dated + "_raw.fif", FifWriteOptions.DEFAULT));
            assertEquals(recording.channelNames(), read.channelNames());
            assertEquals(FifSamples.FIRST_SAMPLE, read.firstSample());
            assertEquals(recording.startTime(), read.startTime());
            assertEquals(recording.badChannels(), read.badChannels());
            assertEquals(FifSamples.facts(), read.facts());
            assertEquals(50, read.lineFrequencyHz().orElseThrow());
            assertEquals(80, read.band().lowPassHz());
            assertEquals(0.1, read.band().highPassHz(), 1e-8, "stored as 32-bit floating point");
            for (int i = 0; i < recording.channelCount(); i++) {
                assertEquals(recording.channels().get(i).type(), read.channels().get(i).type());
                assertEquals(recording.channels().get(i).unit(), read.channels().get(i).unit());
                assertEquals(recording.channels().get(i).position().isPresent(),
                        read.channels().get(i).position().isPresent());
            }
            assertEquals(5001, read.channels().get(2).sensor().orElseThrow().coilType());
            assertEquals(recording.annotations().size(), read.annotations().size());
            for (int i = 0; i < recording.annotations().size(); i++) {
                Annotation expected = recording.annotations().get(i);
                Annotation found = read.annotations().get(i);
                assertEquals(expected.text(), found.text());
                assertEquals(expected.channels(), found.channels());
                assertEquals(expected.onsetSeconds(), found.onsetSeconds(), 2e-6,
                        "dates are exact to microseconds");
                assertEquals(expected.durationSeconds(), found.durationSeconds(), 1e-9);
            }
            assertEquals(4, read.digitization().size());
            assertEquals(0.1, read.digitization().get(1).position().y(), 1e-8);
            assertArrayEquals(recording.deviceToHead().orElseThrow().matrix(),
                    read.deviceToHead().orElseThrow().matrix(), 1e-7);
            assertEquals(recording.projectors().get(1).channels(), read.projectors().get(1).channels());
            assertEquals(0.25, read.compensations().get(0).coefficients()[0][0]);
        }
    }

    @Test
    void splitFilesAreOneRecordingAndNoneIsTooLarge() throws IOException {
        Recording recording = FifSamples.recording(true);
        for (int limit : new int[] {9_000, 20_000, 33_333, 40_000, 99_000, 101_000}) {
            Path own = Files.createDirectory(folder.resolve("limit" + limit));
            Path file = own.resolve("x_raw.fif");
            FifRawWriter.write(recording, file,
                    FifWriteOptions.DEFAULT.withLargestFileBytes(limit).withBufferSeconds(0.2), notice -> {},
                    Progress.NONE);
            try (Stream<Path> files = Files.list(own)) {
                List<Path> parts = files.toList();
                for (Path part : parts) {
                    assertTrue(Files.size(part) <= limit, part + " has " + Files.size(part));
                }
                assertEquals(limit < 101_000, parts.size() > 1, "limit " + limit);
            }
            List<Notice> notices = new ArrayList<>();
            Recording read = Recordings.read(file, ReadOptions.DEFAULT, notices::add);
            assertEquals(List.of(), notices);
            assertEquals(FifSamples.SAMPLES, read.sampleCount());
            assertEquals(3, read.annotations().size());
            Random random = new Random(limit);
            double[][] all = recording.read(0, FifSamples.SAMPLES);
            for (int round = 0; round < 20; round++) {
                int first = random.nextInt(FifSamples.SAMPLES);
                int count = random.nextInt(FifSamples.SAMPLES - first);
                double[] block = read.read(new int[] {8}, first, count)[0];
                assertArrayEquals(Arrays.copyOfRange(all[8], first, first + count), block);
            }
        }
    }

    @Test
    void exactlyFittingFileIsNotSplit() throws IOException {
        Recording recording = FifSamples.recording(true);
        long size = Files.size(write(recording, "whole_raw.fif", FifWriteOptions.DEFAULT));
        write(recording, "exact_raw.fif", FifWriteOptions.DEFAULT.withLargestFileBytes(size));
        assertEquals(size, Files.size(folder.resolve("exact_raw.fif")));
        assertTrue(Files.notExists(folder.resolve("exact_raw-1.fif")));
        write(recording, "under_raw.fif", FifWriteOptions.DEFAULT.withLargestFileBytes(size - 1));
        assertTrue(Files.exists(folder.resolve("under_raw-1.fif")));
    }

    @Test
    void missingPartIsAnErrorUnlessLenient() throws IOException {
        Path file = write(FifSamples.recording(true), "p_raw.fif",
                FifWriteOptions.DEFAULT.withLargestFileBytes(40_000).withBufferSeconds(0.5));
        Files.move(folder.resolve("p_raw-1.fif"), folder.resolve("elsewhere"));
        FileNotFoundException missing = assertThrows(FileNotFoundException.class,
                () -> Recordings.read(file));
        assertTrue(missing.getMessage().contains("p_raw-1.fif"), missing.getMessage());
        List<Notice> notices = new ArrayList<>();
        Recording first = Recordings.read(file, ReadOptions.DEFAULT.withLenient(true), notices::add);
        assertTrue(first.sampleCount() < FifSamples.SAMPLES);
        assertEquals("fif-part-missing", notices.get(0).code());
    }

    @Test
    void renamedPartsAreFoundByTheirPattern() throws IOException {
        write(FifSamples.recording(true), "p_raw.fif",
                FifWriteOptions.DEFAULT.withLargestFileBytes(40_000).withBufferSeconds(0.5));
        for (String end : List.of("", "-1", "-2")) {
            Files.move(folder.resolve("p_raw" + end + ".fif"), folder.resolve("q_raw" + end + ".fif"));
        }
        assertEquals(FifSamples.SAMPLES, Recordings.read(folder.resolve("q_raw.fif")).sampleCount());
        assertEquals("sub-1_split-02_meg.fif", NextFile.following("sub-1_split-01_meg.fif"));
        assertEquals("x-10.fif.gz", NextFile.following("x-9.fif.gz"));
    }

    @Test
    void compressedFilesAreReadInMemoryAndFromTemporaryFiles() throws IOException {
        Recording recording = FifSamples.recording(true);
        Path file = write(recording, "x_raw.fif.gz", FifWriteOptions.DEFAULT);
        assertArrayEquals(recording.read(0, 700)[8], Recordings.read(file).read(0, 700)[8]);
    }

    @Test
    void epochsComeBackWholeOrSplit() throws IOException {
        Epochs epochs = FifSamples.epochs();
        for (long limit : new long[] {12_000, 1_000_000}) {
            Path file = folder.resolve(limit + "-epo.fif");
            FifEpochs.write(epochs, file, FifWriteOptions.DEFAULT.withLargestFileBytes(limit), Progress.NONE);
            assertEquals(limit == 12_000, Files.exists(folder.resolve(limit + "-epo-1.fif")));
            assertTrue(Files.size(file) <= limit);
            assertTrue(Recordings.holdsEpochs(file));
            Epochs read = Recordings.readEpochs(file, notice -> {});
            assertEquals(epochs.trials(), read.trials());
            assertEquals(epochs.dropped(), read.dropped());
            assertEquals(-10, read.firstTime());
            assertEquals(-0.04, read.baseline().orElseThrow().startSeconds(), 1e-8);
            assertEquals(epochs.table().orElseThrow().text("side"), read.table().orElseThrow().text("side"));
            assertEquals(Double.NaN, read.table().orElseThrow().numbers("rt")[2]);
            for (int trial = 0; trial < 7; trial++) {
                for (int channel = 0; channel < 9; channel++) {
                    assertArrayEquals(epochs.read(trial)[channel], read.read(trial)[channel], 1e-11,
                            "24 bits of values up to 1e-4; trigger codes exact");
                }
            }
            assertArrayEquals(epochs.read(3)[8], read.read(3, new int[] {8})[0]);
        }
        EngramException integers = assertThrows(EngramException.class, () -> FifEpochs.write(epochs,
                folder.resolve("x-epo.fif"),
                FifWriteOptions.DEFAULT.withSamples(FifWriteOptions.Samples.INT16),
                Progress.NONE));
        assertTrue(integers.getMessage().contains("FLOAT32"), integers.getMessage());
    }

    @Test
    void everythingElseComesBack() throws IOException {
        Path file = folder.resolve("x.fif");
        FifEvoked.write(FifSamples.averages(), file);
        List<Evoked> averages = FifEvoked.read(file);
        assertEquals(3, averages.size());
        assertEquals(Evoked.Kind.STANDARD_ERROR, averages.get(1).kind());
        assertEquals(38, averages.get(2).trialCount());
        assertEquals(5, averages.get(2).firstTime());
        assertArrayEquals(FifSamples.averages().get(2).samples()[0], averages.get(2).samples()[0], 1e-18);
        FifCovariance.write(FifSamples.covariance(), file);
        SensorCovariance covariance = FifCovariance.read(file);
        for (int row = 0; row < 3; row++) {
            assertArrayEquals(FifSamples.covariance().matrix()[row], covariance.matrix()[row]);
        }
        assertEquals(77, covariance.degreesOfFreedom());
        assertEquals(List.of("MEG 0113"), covariance.bad());
        assertEquals(1, covariance.projectors().size());
        FifProjectors.write(FifSamples.projectors(), file);
        assertEquals("PCA-v1", FifProjectors.read(file).get(0).description());
        FifSamples.events().write(file);
        assertEquals(FifSamples.events(), FifEvents.read(file));
        FifSamples.events().write(folder.resolve("x.eve"));
        assertEquals(FifSamples.events().events(), FifEvents.read(folder.resolve("x.eve")).events());
        Recording recording = FifSamples.recording(true);
        FifTransform.write(recording.deviceToHead().orElseThrow(), file);
        assertArrayEquals(recording.deviceToHead().orElseThrow().matrix(), FifTransform.read(file).matrix(),
                1e-7);
        FifDigitization.write(recording.digitization(), file);
        assertEquals(4, FifDigitization.read(file).size());
    }

    @Test
    void whatCannotBeWrittenIsSaid() throws IOException {
        double[][] infinite = {{1, Double.POSITIVE_INFINITY, 2}};
        Recording recording = Recording.of(List.of(Channel.of("Cz", ChannelType.EEG)), 100, infinite);
        EngramException error = assertThrows(EngramException.class, () -> write(recording, "x_raw.fif",
                FifWriteOptions.DEFAULT.withSamples(FifWriteOptions.Samples.INT16)));
        assertTrue(error.getMessage().contains("Cz") && error.getMessage().contains("sample 1"),
                error.getMessage());
        EngramException small = assertThrows(EngramException.class, () -> write(FifSamples.recording(true),
                "x_raw.fif", FifWriteOptions.DEFAULT.withLargestFileBytes(5000)));
        assertTrue(small.getMessage().contains("buffer"), small.getMessage());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }
}
