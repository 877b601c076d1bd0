package org.engram.preprocessing.electrophysiology.filtering;

import java.io.IOException;
import java.util.Arrays;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SampleSource;

/**
 * Samples of a filter that must see a whole stretch before its first sample is known: computed on the first read of one of
 * its channels, into scratch, a bounded part in memory at a time.
 */
final class StretchwiseSamples implements SampleSource {
    /** What a filter does with one stretch. */
    interface StretchFilter {
        /** Writes row i of the stretch, filtered from channel {@code channels[i]}, to row i of {@code to}. */
        void apply(Recording from, Stretches.Span span, int[] channels, ScratchSamples to) throws IOException;
    }

    private static final int COPY_SAMPLES = 1 << 14;

    private final Recording recording;
    private final int[] channels;
    /** Row in scratch of each channel; -1 when it is not filtered. */
    private final int[] row;
    private final StretchFilter filter;
    private ScratchSamples scratch;

    StretchwiseSamples(Recording recording, int[] channels, StretchFilter filter) {
        this.recording = recording;
        this.channels = Arrays.stream(channels).distinct().toArray();
        this.filter = filter;
        row = new int[recording.channelCount()];
        Arrays.fill(row, -1);
        for (int i = 0; i < this.channels.length; i++) {
            row[this.channels[i]] = i;
        }
    }

    @Override
    public void read(int[] asked, long firstSample, int count, double[][] into, int offset)
            throws IOException {
        int[] plain = Arrays.stream(asked).filter(channel -> row[channel] < 0).toArray();
        double[][] plainRows = new double[plain.length][];
        int next = 0;
        for (int i = 0; i < asked.length; i++) {
            if (row[asked[i]] < 0) {
                plainRows[next++] = into[i];
            } else {
                scratch().readChannel(row[asked[i]], firstSample, count, into[i], offset);
            }
        }
        if (next > 0) {
            recording.source().read(plain, firstSample, count, plainRows, offset);
        }
    }

    private synchronized ScratchSamples scratch() throws IOException {
        if (scratch == null) {
            ScratchSamples fresh = new ScratchSamples(channels.length, recording.sampleCount());
            try {
                fill(fresh);
            } catch (IOException | RuntimeException e) {
                fresh.close();
                throw e;
            }
            scratch = fresh;
        }
        return scratch;
    }

    private void fill(ScratchSamples to) throws IOException {
        long place = 0;
        for (Stretches.Span span : Stretches.of(recording).spans()) {
            copy(place, span.first(), to);
            filter.apply(recording, span, channels, to);
            place = span.end();
        }
        copy(place, recording.sampleCount(), to);
    }

    private void copy(long from, long end, ScratchSamples to) throws IOException {
        for (long first = from; first < end; first += COPY_SAMPLES) {
            int count = (int) Math.min(COPY_SAMPLES, end - first);
            double[][] block = recording.read(channels, first, count);
            for (int i = 0; i < channels.length; i++) {
                to.writeChannel(i, first, count, block[i], 0);
            }
        }
    }
}
