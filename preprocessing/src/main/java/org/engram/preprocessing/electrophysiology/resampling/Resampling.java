package org.engram.preprocessing.electrophysiology.resampling;

import java.util.ArrayList;
import java.util.List;
import org.engram.core.Notice;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Segment;
import org.engram.io.recording.TriggerEvent;

/**
 * Another sampling rate for recordings. Each stretch between discontinuities is resampled by itself; a trigger channel
 * holds in each new sample the largest code of the old samples nearest to it. Annotations keep their seconds. Immutable
 * and thread-safe.
 *
 * @param rateHz samples per second afterwards
 * @param method how
 */
public record Resampling(double rateHz, Method method) {
    /** How samples in between are found. */
    public enum Method {
        /** A short low-pass filter, block by block as samples are asked for. */
        POLYPHASE,
        /** The spectrum of the whole stretch, computed on the first read. */
        FOURIER
    }

    /** Checks the rate. */
    public Resampling {
        if (!(rateHz > 0) || Double.isInfinite(rateHz)) {
            throw new IllegalArgumentException("sampling rate is " + rateHz + " Hz: give a positive number");
        }
    }

    /**
     * @param rateHz samples per second afterwards
     * @return resampling by polyphase filters
     */
    public static Resampling to(double rateHz) {
        return new Resampling(rateHz, Method.POLYPHASE);
    }

    /** @return the same by the Fourier method */
    public Resampling byFourier() {
        return new Resampling(rateHz, Method.FOURIER);
    }

    private double ratio(Recording recording) {
        return rateHz / recording.samplingRateHz();
    }

    /**
     * @param recording a recording
     * @return it at the new rate: max(rint(n ratio), 1) samples, the low-pass edge of its bands at most half the new rate
     */
    public Recording apply(Recording recording) {
        double ratio = ratio(recording);
        if (ratio == 1 || recording.sampleCount() == 0) {
            return recording;
        }
        ResampledSamples samples = new ResampledSamples(recording, ratio,
                method == Method.POLYPHASE ? Ratio.of(recording.samplingRateHz(), rateHz) : null);
        List<Channel> channels = recording.channels().stream()
                .map(channel -> channel.withBand(limited(channel.band(), ratio))).toList();
        return recording.toBuilder().channels(channels).band(limited(recording.band(), ratio))
                .sampling(rateHz, samples.count()).segments(segments(recording, ratio, samples.count()))
                .firstSample((long) Math.rint(recording.firstSample() * ratio)).source(samples).build();
    }

    private Band limited(Band band, double ratio) {
        return ratio > 1 || band.lowPassHz() <= rateHz / 2 ? band : new Band(band.highPassHz(), rateHz / 2);
    }

    private static List<Segment> segments(Recording recording, double ratio, long count) {
        List<Segment> segments = new ArrayList<>();
        for (Segment segment : recording.segments()) {
            long end = segment.firstSample() + segment.sampleCount();
            long first = (long) Math.rint(segment.firstSample() * ratio);
            long stop = end == recording.sampleCount() ? count : (long) Math.rint(end * ratio);
            if (stop > first) {
                segments.add(new Segment(first, stop - first, segment.onsetSeconds()));
            }
        }
        return segments;
    }

    /**
     * Moves events to the new rate: to the nearest sample, halves to the even one.
     *
     * @param recording the recording they belong to, at its old rate
     * @param events events with absolute sample numbers, in order of time
     * @return the events with absolute sample numbers of the resampled recording
     */
    public ResampledEvents events(Recording recording, List<TriggerEvent> events) {
        double ratio = ratio(recording);
        long first = (long) Math.rint(recording.firstSample() * ratio);
        List<TriggerEvent> moved = new ArrayList<>();
        List<Notice> notices = new ArrayList<>();
        TriggerEvent previous = null;
        for (int i = 0; i < events.size(); i++) {
            TriggerEvent event = events.get(i);
            long sample = first + (long) Math.rint((event.sample() - recording.firstSample()) * ratio);
            if (previous != null && moved.get(i - 1).sample() == sample
                    && previous.sample() != event.sample()) {
                notices.add(new Notice("events-collide", "events " + (i - 1) + " and " + i + " (codes "
                        + previous.code() + " and " + event.code() + ", samples " + previous.sample()
                        + " and "
                        + event.sample() + ") both fall on sample " + sample + " at " + rateHz + " Hz"));
            }
            moved.add(new TriggerEvent(sample, event.previous(), event.code()));
            previous = event;
        }
        return new ResampledEvents(moved, notices);
    }
}
