package org.engram.io.recording.fif;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;
import org.engram.io.format.FileSummary;
import org.engram.io.format.Formats;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Projector;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.SensorCovariance;
import org.engram.io.recording.TriggerEvent;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;

/** Real files give the numbers MNE 1.3 gives (parity.npz, made by parity.py). */
class FifParityTest {
    private static final Map<String, NpyArray> EXPECTED = expected();

    private static Map<String, NpyArray> expected() {
        try {
            return NpzFile.read(Path.of(FifParityTest.class.getResource("parity.npz").toURI()));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double[] numbers(String name) {
        return EXPECTED.get(name).toDoubles();
    }

    /** Every so many rows and columns, row after row. */
    private static double[] some(double[][] rows, int rowStep, int columnStep) {
        return Arrays.stream(rows).filter(row -> Arrays.asList(rows).indexOf(row) % rowStep == 0)
                .flatMapToDouble(row -> IntStream.range(0, row.length)
                        .filter(i -> i % columnStep == 0).mapToDouble(i -> row[i]))
                .toArray();
    }

    private static double[] sums(double[][] rows) {
        return Arrays.stream(rows).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    }

    /** Relative to the largest: sums are added in another order. */
    private static void assertClose(double[] expected, double[] found, double relative, String what) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        assertArrayEquals(expected, found, relative * largest, what);
    }

    @Test
    void averagesOfTheSampleRecording() throws IOException {
        List<Evoked> averages = FifEvoked.read(RealData.path("meg/mne_sample/test-ave.fif.gz"));
        assertEquals(4, averages.size());
        for (int i = 0; i < 4; i++) {
            Evoked evoked = averages.get(i);
            assertArrayEquals(numbers("evoked" + i + "_facts"), new double[] {evoked.trialCount(),
                    evoked.firstTime(), evoked.channels().size(), evoked.timeCount(),
                    evoked.samplingRateHz()});
            assertArrayEquals(numbers("evoked" + i + "_some"), some(evoked.samples(), 25, 40),
                    "the same product");
            assertClose(numbers("evoked" + i + "_sums"), sums(evoked.samples()), 1e-10, "sums");
        }
        assertEquals(ChannelType.PLANAR_GRADIOMETER, averages.get(0).channels().get(0).type());
        assertEquals("Left Auditory", averages.get(0).comment());
    }

    @Test
    void covarianceOfTheSampleRecording() throws IOException {
        SensorCovariance covariance = FifCovariance.read(RealData.path("meg/mne_sample/test-cov.fif"));
        assertEquals(366, covariance.channels().size());
        assertEquals(2904, covariance.degreesOfFreedom());
        assertArrayEquals(numbers("cov_some"), some(covariance.matrix(), 20, 20));
        // rows of re-referenced EEG cancel, so that rounding is relative to the largest number
        double largest = Arrays.stream(covariance.matrix()).flatMapToDouble(Arrays::stream).map(Math::abs)
                .max()
                .orElseThrow();
        assertArrayEquals(numbers("cov_rows"), sums(covariance.matrix()), 1e-14 * largest);
    }

    @Test
    void projectorsAndEventsOfTheSampleRecording() throws IOException {
        List<Projector> projectors = FifProjectors.read(RealData.path("meg/mne_sample/test-proj.fif"));
        assertClose(numbers("proj_sums"), projectors.stream()
                .mapToDouble(p -> Arrays.stream(p.vectors()[0]).map(Math::abs).sum()).toArray(), 1e-6,
                "sums of floats");
        assertArrayEquals(numbers("proj_first"),
                projectors.stream().mapToDouble(p -> p.vectors()[0][5]).toArray());
        assertEvents("events_fif", "meg/mne_sample/test-eve.fif");
        assertEvents("events_text", "meg/mne_sample/test-eve.eve");
    }

    private static void assertEvents(String name, String path) throws IOException {
        List<TriggerEvent> events = FifEvents.read(RealData.path(path)).events();
        assertArrayEquals(EXPECTED.get(name).toLongs(), events.stream()
                .flatMapToLong(e -> LongStream.of(e.sample(), e.previous(), e.code()))
                .toArray());
    }

    @Test
    void sourceSpacesOfTheSampleRecording() throws IOException {
        List<FifSourceSpace> spaces = FifSourceSpace.read(RealData.path("meg/mne_sample/small-src.fif.gz"));
        assertEquals(2, spaces.size());
        for (int i = 0; i < 2; i++) {
            FifSourceSpace space = spaces.get(i);
            FifSurface surface = space.surface();
            double[] found = {total(surface.vertices()), total(surface.normals()), total(surface.triangles()),
                    Arrays.stream(space.used()).sum(), space.used().length, surface.vertices().length,
                    total(space.usedTriangles()), surface.id()};
            double[] expected = numbers("src" + i + "_sums");
            for (int k = 0; k < found.length; k++) {
                assertEquals(expected[k], found[k], 2e-3 * (k == 1 ? 1 : 1e-4),
                        "sums of 32-bit normals are rough: " + k);
            }
        }
    }

    private static double total(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).sum();
    }

    private static double total(int[][] rows) {
        return Arrays.stream(rows).flatMapToInt(Arrays::stream).asLongStream().sum();
    }

    @Test
    void surfacesOfTheAverageHead() throws IOException {
        for (String name : List.of("head", "inner_skull-bem")) {
            FifSurface surface = FifSurfaces
                    .read(RealData.path("meg/mne_fsaverage/fsaverage-" + name + ".fif")).get(0);
            assertClose(numbers(name + "_sums"),
                    new double[] {total(surface.vertices()), total(surface.triangles()),
                            surface.vertices().length,
                            surface.id(), surface.frame().fiffCode(), surface.conductivity()},
                    1e-12, name);
        }
        assertArrayEquals(numbers("trans"),
                FifTransform.read(RealData.path("meg/mne_fsaverage/fsaverage-trans.fif")).matrix());
        List<DigitizedPoint> points = FifDigitization
                .read(RealData.path("meg/mne_fsaverage/fsaverage-fiducials.fif"));
        assertEquals(CoordinateFrame.MRI, points.get(0).frame());
        double[] expected = numbers("fiducials");
        for (int i = 0; i < 3; i++) {
            assertEquals((int) expected[6 * i + 1], points.get(i).number());
            assertEquals(expected[6 * i + 3], points.get(i).position().y());
        }
    }

    @Test
    void recordings() throws IOException {
        assertRecording("kit", RealData.path("meg/mne_kit/test_bin_raw.fif"));
        assertRecording("brainvision", RealData.path("formats/mne_brainvision/test_bin_raw.fif"));
    }

    private static void assertRecording(String name, Path path) throws IOException {
        Recording recording = Recordings.read(path);
        double[] facts = numbers(name + "_facts");
        assertArrayEquals(facts, new double[] {recording.channelCount(), recording.sampleCount(),
                recording.firstSample(), recording.samplingRateHz()});
        assertArrayEquals(EXPECTED.get(name + "_names").toStrings(), recording.channelNames().toArray());
        double[][] samples = recording.read(0, (int) recording.sampleCount());
        // 1e-7 relative is what is asked for; the same products of doubles give less
        assertClose(numbers(name + "_some"), some(samples, 7, 97), 1e-15, name);
        double[] sums = numbers(name + "_sums");
        for (int channel = 0; channel < sums.length; channel++) {
            double size = Arrays.stream(samples[channel]).map(Math::abs).sum();
            assertEquals(sums[channel], Arrays.stream(samples[channel]).sum(), 1e-12 * size,
                    name + " " + channel);
        }
        String[] types = EXPECTED.get(name + "_types").toStrings();
        for (int channel = 0; channel < types.length; channel++) {
            ChannelType type = recording.channels().get(channel).type();
            String known = switch (type) {
                case MAGNETOMETER, AXIAL_GRADIOMETER -> "mag"; // MNE goes by the unit only
                case PLANAR_GRADIOMETER -> "grad";
                case REFERENCE_MEG -> "ref_meg";
                default -> type.name().toLowerCase();
            };
            assertEquals(types[channel], known, recording.channelNames().get(channel));
        }
        if (name.equals("kit")) {
            assertEquals(ChannelType.AXIAL_GRADIOMETER, recording.channels().get(0).type());
            assertArrayEquals(Arrays.copyOf(numbers("kit_loc"), 12),
                    recording.channels().get(0).sensor().orElseThrow().location());
        }
    }

    @Test
    void everyKindIsSummarised() throws IOException {
        for (String path : List.of("meg/mne_sample/test-ave.fif.gz", "meg/mne_sample/test-cov.fif",
                "meg/mne_sample/test-proj.fif", "meg/mne_sample/test-eve.fif",
                "meg/mne_sample/small-src.fif.gz",
                "meg/mne_fsaverage/fsaverage-trans.fif", "meg/mne_fsaverage/fsaverage-fiducials.fif",
                "meg/mne_fsaverage/fsaverage-head.fif", "meg/mne_kit/test_bin_raw.fif")) {
            Path file = RealData.path(path);
            FileSummary summary = Formats.detect(file).summarise(file);
            assertEquals("FIFF", summary.format());
            assertTrue(summary.facts().size() > 1, path + " " + summary);
            assertEquals(List.of(), summary.notices(), path);
        }
        Path file = RealData.path("meg/mne_sample/test-cov.fif");
        UnsupportedFeatureException error = assertThrows(UnsupportedFeatureException.class,
                () -> Recordings.read(file));
        assertTrue(error.getMessage().contains("a covariance (read it with FifCovariance.read)"),
                error.getMessage());
    }
}
