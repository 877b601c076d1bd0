package org.engram.benchmarks.recordings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SampleSource;
import org.engram.io.recording.TriggerEvent;
import org.engram.preprocessing.electrophysiology.events.Events;

/**
 * A recording of any length that takes no room: each sample is computed when it is read, from its place alone. Noise and a
 * slow drift in every channel; after each event a rhythm of 10 Hz, in the first half of the channels for one class and in the
 * second half for the other.
 */
final class MadeUpRecording implements SampleSource {
    private static final double VOLTS = 1e-5;
    private static final double RHYTHM_HZ = 10;
    private static final double RESPONSE_SECONDS = 2;
    private static final double DRIFT_HZ = 0.01;

    private final int channels;
    private final double rateHz;
    private final long[] events;
    private final double[] rhythm;
    private final double[] drift;

    /**
     * @param channels how many
     * @param rateHz samples per second
     * @param count samples
     * @param events how many, evenly spread; classes alternate
     */
    MadeUpRecording(int channels, double rateHz, long count, int events) {
        this.channels = channels;
        this.rateHz = rateHz;
        this.events = new long[events];
        Arrays.setAll(this.events, i -> (2L * i + 1) * count / (2L * events));
        rhythm = new double[(int) (RESPONSE_SECONDS * rateHz)];
        Arrays.setAll(rhythm, t -> 0.7 * VOLTS * Math.sin(2 * Math.PI * RHYTHM_HZ * t / rateHz));
        drift = new double[(int) (rateHz / DRIFT_HZ)];
        Arrays.setAll(drift, t -> 50 * VOLTS * Math.sin(2 * Math.PI * t / drift.length));
    }

    Recording recording(long count) {
        return Recording.builder(RecordingInputs.channels(channels), rateHz, count, this).build();
    }

    Events events() {
        List<TriggerEvent> list = new ArrayList<>();
        for (int i = 0; i < events.length; i++) {
            list.add(new TriggerEvent(events[i], 0, 1 + i % 2));
        }
        return Events.of(list);
    }

    @Override
    public void read(int[] asked, long firstSample, int count, double[][] into, int offset) {
        for (int i = 0; i < asked.length; i++) {
            noise(asked[i], firstSample, count, into[i], offset);
        }
        int place = Arrays.binarySearch(events, firstSample - rhythm.length);
        for (int e = place < 0 ? -place - 1 : place; e < events.length
                && events[e] < firstSample + count; e++) {
            long from = Math.max(firstSample, events[e]);
            long to = Math.min(firstSample + count, events[e] + rhythm.length);
            for (int i = 0; i < asked.length; i++) {
                if (asked[i] < channels / 2 == (e % 2 == 0)) {
                    for (long t = from; t < to; t++) {
                        into[i][offset + (int) (t - firstSample)] += rhythm[(int) (t - events[e])];
                    }
                }
            }
        }
    }

    /** Uniform noise from a hash of channel and place (the mixing step of SplitMix64), and the drift. */
    private void noise(int channel, long first, int count, double[] into, int offset) {
        int phase = (int) (first % drift.length);
        for (int t = 0; t < count; t++) {
            long z = ((long) channel << 48) + (first + t) * 0x9E3779B97F4A7C15L;
            z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            into[offset + t] = (z >> 11) * (VOLTS * 0x1p-52) + drift[phase];
            phase = phase + 1 == drift.length ? 0 : phase + 1;
        }
    }
}
