package org.engram.preprocessing.electrophysiology.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.io.recording.TriggerEvent;
import org.engram.preprocessing.electrophysiology.Reference;
import org.engram.preprocessing.electrophysiology.events.TriggerEvents.Consecutive;
import org.engram.preprocessing.electrophysiology.events.TriggerEvents.Report;
import org.junit.jupiter.api.Test;

class EventsTest {
    private static Recording stim(double... values) {
        return Recording.of(List.of(Channel.of("STI", ChannelType.STIM)), 100, new double[][] {values})
                .toBuilder().firstSample(100).build();
    }

    private static List<TriggerEvent> find(TriggerEvents.Builder builder, Recording recording)
            throws Exception {
        return builder.build().find(recording, notice -> {});
    }

    private static TriggerEvent event(long sample, int previous, int code) {
        return new TriggerEvent(sample, previous, code);
    }

    @Test
    void goldenSteps() throws Exception {
        Recording golden = stim(0, 0, 1, 1, 1, 0, 0, 2, 2, 3, 3, 0, 4, 4, 0, 0, 0, 5);
        List<TriggerEvent> onsets = List.of(event(102, 0, 1), event(107, 0, 2), event(109, 2, 3),
                event(112, 0, 4), event(117, 0, 5));
        assertEquals(onsets, find(TriggerEvents.builder(), golden));
        List<TriggerEvent> fromZero = new ArrayList<>(onsets);
        fromZero.remove(2);
        assertEquals(fromZero, find(TriggerEvents.builder().consecutive(Consecutive.NEVER), golden));
        assertEquals(List.of(event(104, 0, 1), event(108, 3, 2), event(110, 0, 3), event(113, 0, 4),
                event(117, 0, 5)), find(TriggerEvents.builder().report(Report.OFFSET), golden));
    }

    @Test
    void allCombinationsOfOptionsEqualMne() throws Exception {
        Map<String, Object> reference = Reference.read("triggers.json");
        Recording recording = stim(Reference.vector(reference.get("values")));
        int compared = 0;
        for (Map<String, Object> c : Reference.objects(reference.get("cases"))) {
            if (c.get("events") == null) {
                continue;
            }
            TriggerEvents.Builder builder = TriggerEvents.builder().shortestEventSamples(1)
                    .report(Report.valueOf(c.get("output").toString().toUpperCase()))
                    .consecutive(
                            Map.of("increasing", Consecutive.INCREASING, "True", Consecutive.ALWAYS, "False",
                                    Consecutive.NEVER).get(c.get("consecutive").toString()))
                    .minimumDurationSeconds(((Number) c.get("duration")).doubleValue())
                    .initialEvent((Boolean) c.get("initial"));
            if (c.get("mask") != null) {
                builder.mask(TriggerMask.keeping(((Number) c.get("mask")).intValue()));
            }
            List<TriggerEvent> expected = new ArrayList<>();
            for (double[] row : Reference.matrix(c.get("events"))) {
                expected.add(event((long) row[0], (int) row[1], (int) row[2]));
            }
            assertEquals(expected, find(builder, recording), c.toString());
            compared++;
        }
        assertTrue(compared > 80, "compared " + compared);
    }

    @Test
    void runsOfShortStepsKeepTheEvent() throws Exception {
        // Four bits that switch one after the other: 0 to 2 by way of 4 and 6.
        assertEquals(List.of(event(104, 0, 2)),
                find(TriggerEvents.builder().minimumDurationSeconds(0.02),
                        stim(0, 0, 4, 6, 2, 2, 2, 2, 2, 0, 0, 0)));
    }

    @Test
    void shortEventsNegativeAndInitialCodesAreTold() throws Exception {
        EngramException tooShort = assertThrows(EngramException.class,
                () -> find(TriggerEvents.builder(), stim(0, 1, 2, 2, 2, 0)));
        assertTrue(tooShort.getMessage().contains("least duration"), tooShort.getMessage());
        List<Notice> notices = new ArrayList<>();
        assertEquals(List.of(event(103, 0, 7)),
                TriggerEvents.builder().build().find(stim(5, 5, 0, -7, -7, 0), notices::add));
        assertEquals(List.of("trigger-negative", "trigger-initial"),
                notices.stream().map(Notice::code).toList());
        assertEquals(List.of(event(101, 0, 65535)),
                find(TriggerEvents.builder().unsigned16(true), stim(0, -1, -1, 0)));
        EngramException none = assertThrows(EngramException.class, () -> find(TriggerEvents.builder(),
                Recording.of(List.of(Channel.of("Cz", ChannelType.EEG)), 100, new double[][] {{1}})));
        assertTrue(none.getMessage().contains("no trigger channel"), none.getMessage());
    }

    @Test
    void blocksDoNotShow() throws Exception {
        double[] values = new double[200_000];
        for (int i = 65_530; i < 65_540; i++) {
            values[i] = 3;
        }
        values[131_071] = 1;
        values[131_072] = 1;
        assertEquals(List.of(event(100 + 65_530, 0, 3), event(100 + 131_071, 0, 1)),
                find(TriggerEvents.builder(), stim(values)));
    }

    @Test
    void annotationsBecomeNumberedEvents() {
        Recording recording = stim(new double[1000]).toBuilder()
                .annotations(List.of(Annotation.of(2.004, 0, "stim"), Annotation.of(1, 3.1, "rest"),
                        Annotation.of(5, 1, "BAD_eye"), Annotation.of(6, 0, "edge boundary"),
                        Annotation.of(7.505, 0, "stim")))
                .build();
        Events events = AnnotationEvents.builder().build().find(recording);
        assertEquals(Map.of("rest", 1, "stim", 2), events.names());
        // 7.505 s at 100 Hz is 750.5 samples: rounded to the even one.
        assertEquals(List.of(event(200, 0, 1), event(300, 0, 2), event(850, 0, 2)), events.list());
        Events chunks = AnnotationEvents.builder().chunkSeconds(1).codes(Map.of("rest", 9)).build()
                .find(recording);
        assertEquals(List.of(event(200, 0, 9), event(300, 0, 9), event(400, 0, 9)), chunks.list());
        assertEquals(OptionalInt.of(12), AnnotationEvents.brainVisionCode("Stimulus/S 12"));
        assertEquals(OptionalInt.of(1003), AnnotationEvents.brainVisionCode("Response/R  3"));
        assertEquals(OptionalInt.empty(), AnnotationEvents.brainVisionCode("New Segment/"));
    }

    @Test
    void namesFormAHierarchy() {
        Map<String, Integer> names = new LinkedHashMap<>();
        names.put("auditory/left", 1);
        names.put("auditory/right", 2);
        names.put("visual/left", 3);
        Events events = Events.of(List.of(event(1, 0, 1), event(5, 0, 2), event(9, 0, 3), event(12, 0, 8)))
                .named(names);
        assertEquals(List.of(1L, 9L),
                events.select("left").list().stream().map(TriggerEvent::sample).toList());
        assertEquals(1, events.select("left/auditory").count());
        assertEquals(List.of("auditory/left", "auditory/right", "visual/left", "8"), events.labels());
        EngramException unknown = assertThrows(EngramException.class, () -> events.select("visual/right"));
        assertTrue(unknown.getMessage().contains("visual/right"), unknown.getMessage());
        Events merged = events.merge("heard", 10, "auditory");
        assertEquals(List.of(10, 10, 3, 8), merged.list().stream().map(TriggerEvent::code).toList());
        assertEquals(Map.of("visual/left", 3, "heard", 10), merged.names());
        assertThrows(EngramException.class, () -> events.merge("heard", 3, "auditory"));
    }
}
