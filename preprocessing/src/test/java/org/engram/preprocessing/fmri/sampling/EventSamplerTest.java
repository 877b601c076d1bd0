package org.engram.preprocessing.fmri.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;
import org.engram.io.bids.Event;
import org.junit.jupiter.api.Test;

class EventSamplerTest {
    /** Ten volumes of one feature whose value is the volume index, TR 2 s. */
    private static final Matrix RAMP = Matrix.of(10, 1, IntStream.range(0, 10).asDoubleStream().toArray());

    private static SampleSet sample(EventSampler sampler, int[] kept, Event... events) {
        return sampler.sample(RAMP.selectRows(kept), kept, 10, 2.0, List.of(events), "run 1");
    }

    private static int[] all() {
        return IntStream.range(0, 10).toArray();
    }

    private static Event event(double onset, double duration, String type) {
        return new Event(onset, duration, type, 1);
    }

    @Test
    void aBlockIsTheMeanOfItsVolumes() {
        SampleSet set = sample(new EventSampler(SampleUnit.BLOCK, 0), all(), event(4, 6, "face"),
                event(10, 7, "house"));
        // 4..10 s holds the volumes acquired at 4, 6, 8; 10..17 s those at 10, 12, 14, 16
        assertArrayEquals(new double[] {3, 6.5}, set.features().data());
        assertEquals(List.of("face", "house"), set.labels());
        assertEquals(List.of("run 1", "run 1"), set.groups());
    }

    @Test
    void theDelayShiftsTheWindow() {
        SampleSet set = sample(new EventSampler(SampleUnit.BLOCK, 4), all(), event(4, 6, "face"));
        assertArrayEquals(new double[] {5}, set.features().data());
    }

    @Test
    void volumesBecomeSamplesOfTheirOwn() {
        SampleSet set = sample(new EventSampler(SampleUnit.VOLUME, 0), all(), event(4, 6, "face"));
        assertArrayEquals(new double[] {2, 3, 4}, set.features().data());
        assertEquals(List.of(4.0, 4.0, 4.0), set.onsetsSeconds());
    }

    @Test
    void aBriefEventTakesTheNextVolume() {
        SampleSet set = sample(new EventSampler(SampleUnit.BLOCK, 0), all(), event(4.5, 0, "face"));
        assertArrayEquals(new double[] {3}, set.features().data());
        assertEquals(List.of("short-events-without-delay"),
                set.notices().stream().map(Notice::code).toList());
    }

    @Test
    void censoredVolumesAreLeftOutOfTheMean() {
        SampleSet set = sample(new EventSampler(SampleUnit.BLOCK, 0), new int[] {0, 1, 2, 4, 5, 6, 7, 8, 9},
                event(4, 6, "face"));
        assertArrayEquals(new double[] {3}, set.features().data()); // volumes 2 and 4
    }

    @Test
    void whatCannotBeSampledIsSaid() {
        SampleSet set = sample(new EventSampler(SampleUnit.BLOCK, 0), new int[] {5, 6, 7, 8, 9},
                event(0, 8, "face"),
                event(16, 8, "house"), event(20, 8, "cat"));
        assertArrayEquals(new double[] {8.5}, set.features().data());
        assertEquals(List.of("event-censored", "event-cut-short", "event-past-end"),
                set.notices().stream().map(Notice::code).toList());
    }
}
