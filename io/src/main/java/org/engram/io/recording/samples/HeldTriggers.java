package org.engram.io.recording.samples;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.io.recording.SampleSource;

/**
 * Signals of one sampling rate, followed by trigger channels of other rates that are brought to it: a code holds until the
 * next one, as codes must not be interpolated. Where triggers are the faster ones, the highest code within a sample counts,
 * so that no pulse is lost between two samples.
 */
final class HeldTriggers implements SampleSource {
    private static final int BLOCK = 1 << 16;

    private final SampleSource signals;
    private final int signalCount;
    private final int perRecord;
    private final Trigger[] triggers;

    /** A trigger channel and how many samples of it a record holds. */
    private record Trigger(SampleSource source, int perRecord) {}

    HeldTriggers(RecordLayout layout, List<StoredSignal> signals, List<StoredSignal> triggers) {
        this.signals = new RecordSamples(layout, signals);
        this.signalCount = signals.size();
        this.perRecord = signals.get(0).samples();
        this.triggers = triggers.stream()
                .map(stored -> new Trigger(new RecordSamples(layout, List.of(stored)), stored.samples()))
                .toArray(Trigger[]::new);
    }

    @Override
    public void read(int[] channels, long firstSample, int count, double[][] into, int offset)
            throws IOException {
        int[] own = IntStream.range(0, channels.length).filter(i -> channels[i] < signalCount).toArray();
        signals.read(IntStream.of(own).map(i -> channels[i]).toArray(), firstSample, count,
                IntStream.of(own).mapToObj(i -> into[i]).toArray(double[][]::new), offset);
        for (int i = 0; i < channels.length; i++) {
            if (channels[i] >= signalCount && count > 0) {
                Trigger trigger = triggers[channels[i] - signalCount];
                if (trigger.perRecord() < perRecord) {
                    hold(trigger, firstSample, count, into[i], offset);
                } else {
                    highest(trigger, firstSample, count, into[i], offset);
                }
            }
        }
    }

    /** The trigger's sample at or before a sample. */
    private long at(Trigger trigger, long sample) {
        long record = sample / perRecord;
        return record * trigger.perRecord() + (sample - record * perRecord) * trigger.perRecord() / perRecord;
    }

    private void hold(Trigger trigger, long firstSample, int count, double[] into, int offset)
            throws IOException {
        long first = at(trigger, firstSample);
        double[][] codes = new double[1][(int) (at(trigger, firstSample + count - 1) - first) + 1];
        trigger.source().read(new int[1], first, codes[0].length, codes, 0);
        for (int i = 0; i < count; i++) {
            into[offset + i] = codes[0][(int) (at(trigger, firstSample + i) - first)];
        }
    }

    private void highest(Trigger trigger, long firstSample, int count, double[] into, int offset)
            throws IOException {
        Arrays.fill(into, offset, offset + count, Double.NEGATIVE_INFINITY);
        long first = at(trigger, firstSample);
        long end = at(trigger, firstSample + count);
        double[][] codes = new double[1][(int) Math.min(BLOCK, end - first)];
        int sample = 0;
        long next = at(trigger, firstSample + 1);
        for (long from = first; from < end; from += BLOCK) {
            int length = (int) Math.min(BLOCK, end - from);
            trigger.source().read(new int[1], from, length, codes, 0);
            for (int i = 0; i < length; i++) {
                while (from + i >= next) {
                    sample++;
                    next = at(trigger, firstSample + sample + 1);
                }
                into[offset + sample] = Math.max(into[offset + sample], codes[0][i]);
            }
        }
    }
}
