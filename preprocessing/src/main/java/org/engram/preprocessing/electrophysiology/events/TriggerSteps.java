package org.engram.preprocessing.electrophysiology.events;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.io.recording.Recording;
import org.engram.io.recording.TriggerEvent;

/**
 * The samples at which a trigger channel changes.
 *
 * @param steps every change
 * @param initial value of the first sample
 * @param end absolute number of the sample after the last one
 * @param negative whether a value was negative
 */
record TriggerSteps(List<TriggerEvent> steps, int initial, long end, boolean negative) {
    static TriggerSteps read(Recording recording, int channel, boolean unsigned16, int block)
            throws IOException {
        List<TriggerEvent> steps = new ArrayList<>();
        boolean negative = false;
        int initial = 0;
        int before = 0;
        int[] which = {channel};
        for (long from = 0; from < recording.sampleCount(); from += block) {
            int count = (int) Math.min(block, recording.sampleCount() - from);
            double[] values = recording.read(which, from, count)[0];
            for (int i = 0; i < count; i++) {
                int code = code(values[i], unsigned16, recording, channel, from + i);
                negative |= code < 0;
                code = Math.abs(code);
                if (from + i == 0) {
                    initial = code;
                } else if (code != before) {
                    steps.add(new TriggerEvent(recording.firstSample() + from + i, before, code));
                }
                before = code;
            }
        }
        return new TriggerSteps(steps, initial, recording.firstSample() + recording.sampleCount(), negative);
    }

    private static int code(double value, boolean unsigned16, Recording recording, int channel, long sample) {
        if (!(Math.abs(value) < Integer.MAX_VALUE)) {
            throw new EngramException("trigger channel " + recording.channels().get(channel).name()
                    + " holds "
                    + value + " at sample " + sample + ": trigger codes are whole numbers of 32 bits");
        }
        return unsigned16 ? (int) value & 0xFFFF : (int) value;
    }

    /** The steps, and one back to 0 after the last sample if a code still stands there. */
    List<TriggerEvent> padded() {
        List<TriggerEvent> all = new ArrayList<>(steps);
        if (!steps.isEmpty() && steps.get(steps.size() - 1).code() != 0) {
            all.add(new TriggerEvent(end, steps.get(steps.size() - 1).code(), 0));
        }
        return all;
    }

    /** Joins steps that lie at most so many samples apart into one at the last of them. */
    static List<TriggerEvent> merge(List<TriggerEvent> steps, int samples) {
        List<TriggerEvent> merged = new ArrayList<>();
        int previous = 0;
        for (int i = 0; i < steps.size(); i++) {
            TriggerEvent step = steps.get(i);
            boolean begins = i == 0 || samples == 0 || step.sample() - steps.get(i - 1).sample() > samples;
            previous = begins ? step.previous() : previous;
            boolean ends = i + 1 == steps.size() || samples == 0
                    || steps.get(i + 1).sample() - step.sample() > samples;
            if (ends && previous != step.code()) {
                merged.add(new TriggerEvent(step.sample(), previous, step.code()));
            }
        }
        return merged;
    }
}
