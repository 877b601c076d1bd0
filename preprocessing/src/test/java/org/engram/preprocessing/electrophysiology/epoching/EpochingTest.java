package org.engram.preprocessing.electrophysiology.epoching;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Segment;
import org.engram.io.recording.TriggerEvent;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.engram.preprocessing.electrophysiology.Reference;
import org.engram.preprocessing.electrophysiology.events.Events;
import org.junit.jupiter.api.Test;

class EpochingTest {
    private static Recording recording() {
        double[][] x = Reference.wave(4, 2000);
        x[1][620] += 300e-6;
        java.util.Arrays.fill(x[2], 900, 1100, 1e-6);
        List<Channel> channels = List.of(Channel.of("A", ChannelType.EEG), Channel.of("B", ChannelType.EEG),
                Channel.of("C", ChannelType.EEG), Channel.of("D", ChannelType.EOG));
        return Recording.of(channels, 100, x).toBuilder().firstSample(50)
                .annotations(List.of(Annotation.of(3, 0.5, "BAD_one"), Annotation.of(8, 0.3, "fine"),
                        Annotation.of(15, 0, "bad two")))
                .build();
    }

    private static Events events(double[] samples, double[] codes) {
        List<TriggerEvent> list = new ArrayList<>();
        for (int i = 0; i < samples.length; i++) {
            list.add(new TriggerEvent((long) samples[i], 0, (int) codes[i]));
        }
        Map<String, Integer> names = new LinkedHashMap<>();
        names.put("a", 1);
        names.put("b", 2);
        return new Events(list, names);
    }

    private static Epoching.Builder options(String name) {
        Epoching.Builder builder = Epoching.builder(-0.2, 0.5);
        return switch (name) {
            case "plain" -> builder.baseline(Baseline.untilZero());
            case "reject" -> builder.baseline(Baseline.untilZero())
                    .rejection(RejectionLimits.none().peakToPeak(ChannelType.EEG, 150e-6)
                            .peakToPeak(ChannelType.EOG, 80e-6).flat(ChannelType.EEG, 3e-6));
            case "window" -> builder.rejection(RejectionLimits.none().peakToPeak(ChannelType.EEG, 150e-6))
                    .rejectionWindow(0, 0.2);
            case "detrend" -> builder.baseline(Baseline.mean(-0.1, 0.1)).detrend(Detrend.LINEAR);
            // The reference begins an open baseline at the first sample that decimation keeps.
            case "decimate" -> builder.baseline(Baseline.mean(-0.18, 0)).decimate(3);
            case "constant" -> builder.detrend(Detrend.CONSTANT).rejectByAnnotation(false);
            default -> throw new AssertionError(name);
        };
    }

    @Test
    void dropLogsSamplesAndAveragesEqualMne() throws Exception {
        Map<String, Object> reference = Reference.read("epochs.json");
        Events events = events(Reference.vector(reference.get("samples")),
                Reference.vector(reference.get("codes")));
        for (Map<String, Object> c : Reference.objects(reference.get("cases"))) {
            String name = c.get("name").toString();
            Epochs epochs = options(name).build().cut(recording(), events);
            Map<Integer, List<String>> expected = new LinkedHashMap<>();
            List<?> log = (List<?>) c.get("log");
            for (int i = 0; i < log.size(); i++) {
                if (!Reference.texts(log.get(i)).isEmpty()) {
                    expected.put(i, Reference.texts(log.get(i)));
                }
            }
            Map<Integer, List<String>> found = new LinkedHashMap<>();
            epochs.dropped().forEach(dropped -> found.put(dropped.event(), dropped.reasons()));
            assertEquals(expected, found, name);
            assertEquals(((Number) c.get("tmin")).doubleValue(), epochs.firstTimeSeconds(), 1e-12);
            assertSame(Reference.matrix(c.get("first")), epochs.read(0), name);
            assertSame(Reference.matrix(c.get("last")), epochs.read(epochs.trialCount() - 1), name);
            assertSame(Reference.matrix(c.get("mean")), EvokedAverage.mean(epochs).samples(), name);
            // The reference divides the squares by the number of trials, not by one less.
            double[][] error = EvokedAverage.standardError(epochs).samples();
            double bias = Math.sqrt((epochs.trialCount() - 1.0) / epochs.trialCount());
            for (double[] row : error) {
                java.util.Arrays.setAll(row, t -> row[t] * bias);
            }
            assertSame(Reference.matrix(c.get("error")), error, name);
        }
    }

    /** Sums of a few dozen numbers of 1e-4 in another order, or a sine of another library. */
    private static void assertSame(double[][] expected, double[][] found, String name) {
        assertEquals(expected.length, found.length);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found[i], 1e-17, name);
        }
    }

    @Test
    void goldenBaselines() {
        double[][] expected = {{-1, 1, 0, 3, 5, 7, 9}, {-0.5, 0.5, 0, 1.5, 2.5, 3.5, 4.5},
                {-1.22474487, 1.22474487, 0, 3.67423461, 6.12372436, 8.5732141, 11.02270384},
                {-0.30103, 0.17609126, 0, 0.39794001, 0.54406804, 0.65321251, 0.74036269},
                {-1.52809099, 0.89387593, 0, 2.02002641, 2.76180277, 3.31584285, 3.7582353},
                {0.5, 1.5, 1, 2.5, 3.5, 4.5, 5.5}};
        Baseline.Mode[] modes = {Baseline.Mode.MEAN, Baseline.Mode.PERCENT, Baseline.Mode.Z_SCORE,
                Baseline.Mode.LOG_RATIO, Baseline.Mode.Z_LOG_RATIO, Baseline.Mode.RATIO};
        for (int i = 0; i < modes.length; i++) {
            double[] row = {1, 3, 2, 5, 7, 9, 11};
            new Baseline(-0.2, 0, modes[i]).apply(row, -2, 10);
            // The golden values have eight digits after the point.
            assertArrayEquals(expected[i], row, 5.1e-9, modes[i].name());
        }
    }

    @Test
    void duplicatesAreErrorsDroppedOrMerged() throws Exception {
        Events events = events(new double[] {500, 500, 600}, new double[] {2, 1, 1});
        EngramException error = assertThrows(EngramException.class,
                () -> Epoching.builder(0, 0.1).build().cut(recording(), events));
        assertTrue(error.getMessage().contains("sample 500"), error.getMessage());
        Epochs dropped = Epoching.builder(0, 0.1).duplicates(Duplicates.DROP).build().cut(recording(),
                events);
        assertEquals(List.of("b", "a"), dropped.trials().stream().map(trial -> trial.label()).toList());
        assertEquals(List.of(new Epochs.Dropped(1, List.of("DROP DUPLICATE"))), dropped.dropped());
        Epochs merged = Epoching.builder(0, 0.1).duplicates(Duplicates.MERGE).build().cut(recording(),
                events);
        assertEquals(List.of("a/b", "a"), merged.trials().stream().map(trial -> trial.label()).toList());
        assertEquals(3, merged.trials().get(0).code());
    }

    @Test
    void tableRowsStayWithTheirEpochs() throws Exception {
        Table table = Table.of(Column.ofNumbers("rt", 1, 2, 3));
        Epochs epochs = Epoching.builder(-0.1, 0.1).table(table).build().cut(recording(),
                events(new double[] {55, 600, 900}, new double[] {1, 1, 2}));
        assertArrayEquals(new double[] {2, 3}, epochs.table().orElseThrow().numbers("rt"));
    }

    @Test
    void overlappingWindowsAreReadOnce() throws Exception {
        Recording recording = recording();
        AtomicLong read = new AtomicLong();
        Recording counted = recording.toBuilder().source((channels, first, count, into, offset) -> {
            read.addAndGet((long) channels.length * count);
            recording.source().read(channels, first, count, into, offset);
        }).build();
        Events events = events(IntStream.range(0, 100).mapToDouble(i -> 900 + 5 * i).toArray(),
                new double[100]);
        Epochs cached = Epoching.builder(-0.5, 0.5).rejectByAnnotation(false).build().cut(counted, events);
        Epochs direct = Epoching.builder(-0.5, 0.5).rejectByAnnotation(false).cacheBytes(0).build()
                .cut(recording, events);
        for (int trial = 0; trial < 100; trial++) {
            double[][] expected = direct.read(trial);
            double[][] found = cached.read(trial);
            for (int i = 0; i < 4; i++) {
                assertArrayEquals(expected[i], found[i]);
            }
        }
        assertTrue(read.get() <= 4 * 2000, "read " + read.get());
    }

    @Test
    void windowsAcrossAJointAndNotFiniteSamplesAreNotTaken() throws Exception {
        Recording joined = Recording.of(List.of(Channel.of("A", ChannelType.EEG)), 100,
                new double[1][1000]).toBuilder()
                .annotations(List.of(Annotation.of(5, 0, "boundary")))
                .segments(List.of(new Segment(0, 500, 0), new Segment(500, 500, 9))).build();
        Epochs epochs = Epoching.builder(0, 0.09).build().cut(joined,
                events(new double[] {490, 495, 500}, new double[] {1, 1, 1}));
        assertEquals(List.of(new Epochs.Dropped(1, List.of("boundary"))), epochs.dropped());
        Epochs windows = SlidingWindows.sideBySide(300).ofRecording(joined, Epoching.builder(0, 1));
        assertArrayEquals(new double[] {0, 500}, windows.table().orElseThrow().numbers("start"));

        double[][] x = new double[1][100];
        x[0][30] = Double.NaN;
        EngramException error = assertThrows(EngramException.class, () -> Epoching.builder(0, 0.2)
                .rejection(RejectionLimits.none().peakToPeak(ChannelType.EEG, 1)).build()
                .cut(Recording.of(List.of(Channel.of("A", ChannelType.EEG)), 100, x),
                        events(new double[] {25}, new double[] {1})));
        assertTrue(error.getMessage().contains("channel A is NaN at time 5"), error.getMessage());
    }

    @Test
    void windowsOfEvents() throws Exception {
        Events events = events(new double[] {150, 400}, new double[] {1, 2});
        SlidingWindows windows = new SlidingWindows(50, 40, -10, 20, false);
        Epochs epochs = windows.ofEvents(recording().toBuilder().annotations(List.of()).build(), events,
                new long[] {100, 60}, Epoching.builder(0, 1));
        // Trial 0 is samples 90 to 219, trial 1 340 to 429; the last window of each ends where it does.
        assertArrayEquals(new double[] {90, 130, 170, 340, 380},
                epochs.table().orElseThrow().numbers("start"));
        assertArrayEquals(new double[] {0, 0, 0, 1, 1}, epochs.table().orElseThrow().numbers("trial"));
        assertEquals(50, epochs.timeCount());
        assertEquals(140, epochs.trials().get(0).sample());
        Epochs cut = new SlidingWindows(50, 45, -10, 20, true).ofEvents(
                recording().toBuilder().annotations(List.of()).build(), events, new long[] {100, 60},
                Epoching.builder(0, 1));
        assertArrayEquals(new double[] {90, 135, 340}, cut.table().orElseThrow().numbers("start"));
        assertThrows(EngramException.class, () -> windows.ofEvents(recording(), events, new long[] {300, 60},
                Epoching.builder(0, 1)));
        assertThrows(EngramException.class, () -> windows.ofEvents(recording(), events, new long[] {10, 60},
                Epoching.builder(0, 1)));
    }

    @Test
    void foldingDownIsTold() throws Exception {
        List<Notice> notices = new ArrayList<>();
        Epoching.builder(0, 0.5).decimate(4).build().cut(recording(),
                events(new double[] {300}, new double[] {1}),
                notices::add);
        assertEquals("epochs-aliasing", notices.get(0).code());
    }

    @Test
    void impossibleBaselinesAreRefused() {
        assertThrows(EngramException.class,
                () -> Epoching.builder(0.1, 0.5).baseline(Baseline.untilZero()).build()
                        .cut(recording(), events(new double[] {300}, new double[] {1})));
        assertThrows(EngramException.class, () -> Epoching.builder(-0.1, 0.5).baseline(Baseline.mean(-0.3, 0))
                .build().cut(recording(), events(new double[] {300}, new double[] {1})));
    }
}
