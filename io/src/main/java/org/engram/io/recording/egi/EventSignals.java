package org.engram.io.recording.egi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.SampleSource;

/**
 * What the event signals hold: stretches at which a code is on, and which codes have a part in the trigger channel made
 * of them: all but {@code sync}, {@code TREV} and those that occur at one sample at most, unless none is left.
 */
final class EventSignals {
    private static final int BLOCK_SAMPLES = 1 << 16;
    private static final List<String> CLOCKS = List.of("sync", "TREV");

    private final EgiHeader header;
    private final List<Annotation> annotations = new ArrayList<>();
    private final double[] sums;
    private final int[] ids;

    private EventSignals(EgiHeader header) {
        this.header = header;
        this.sums = new double[header.eventCodes().size()];
        this.ids = new int[sums.length];
    }

    /** Reads all event signals once. */
    static EventSignals read(EgiHeader header, SampleSource source, long samples) throws IOException {
        EventSignals events = new EventSignals(header);
        int count = events.sums.length;
        int[] channels = new int[count];
        Arrays.setAll(channels, i -> header.electrodes() + i);
        long[] on = new long[count];
        Arrays.fill(on, -1);
        int block = (int) Math.min(samples, Math.max(1, BLOCK_SAMPLES / Math.max(1, count)));
        double[][] values = new double[count][block];
        for (long first = 0; first < samples && count > 0; first += block) {
            int length = (int) Math.min(block, samples - first);
            source.read(channels, first, length, values, 0);
            for (int code = 0; code < count; code++) {
                on[code] = events.scan(code, values[code], first, length, on[code]);
            }
        }
        for (int code = 0; code < count; code++) {
            if (on[code] >= 0) {
                events.add(code, on[code], samples);
            }
        }
        events.number();
        return events;
    }

    /** Returns the sample at which the code that is on at the end was switched on, -1 when it is off. */
    private long scan(int code, double[] values, long first, int length, long on) {
        long since = on;
        for (int i = 0; i < length; i++) {
            double value = values[i];
            sums[code] += value;
            if (value != 0 && since < 0) {
                since = first + i;
            } else if (value == 0 && since >= 0) {
                add(code, since, first + i);
                since = -1;
            }
        }
        return since;
    }

    /** A single sample is a moment. */
    private void add(int code, long from, long to) {
        double rate = header.rateHz();
        annotations.add(Annotation.of(from / rate, to - from > 1 ? (to - from) / rate : 0,
                header.eventCodes().get(code)));
    }

    private void number() {
        boolean[] clock = new boolean[ids.length];
        boolean[] rare = new boolean[ids.length];
        int left = 0;
        for (int code = 0; code < ids.length; code++) {
            clock[code] = CLOCKS.contains(header.eventCodes().get(code));
            rare[code] = sums[code] <= 1;
            left += clock[code] || rare[code] ? 0 : 1;
        }
        int id = 0;
        for (int code = 0; code < ids.length; code++) {
            ids[code] = clock[code] || left > 0 && rare[code] ? 0 : ++id;
        }
    }

    List<Annotation> annotations() {
        return annotations;
    }

    /** The number each event code has in the trigger channel, from 1 on; 0 when it has no part in it. */
    int[] ids() {
        return ids;
    }
}
