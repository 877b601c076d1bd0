package org.engram.io.recording.egi;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.engram.io.recording.SampleSource;

/** Samples of electrodes and event signals of one stretch after the other, and the trigger channel made of events. */
final class EgiSamples implements SampleSource {
    private final SampleSource[] stretches;
    private final long perStretch;
    private final int electrodes;
    private final int[] ids;

    /**
     * @param ids number of each event code in the trigger channel; the channel comes after all others
     */
    EgiSamples(SampleSource[] stretches, long perStretch, int electrodes, int... ids) {
        this.stretches = stretches;
        this.perStretch = perStretch;
        this.electrodes = electrodes;
        this.ids = ids;
    }

    @Override
    public void read(int[] channels, long firstSample, int count, double[][] into, int offset)
            throws IOException {
        int trigger = electrodes + ids.length;
        int[] stored = IntStream.range(0, channels.length).filter(i -> channels[i] != trigger).toArray();
        readStored(IntStream.of(stored).map(i -> channels[i]).toArray(), firstSample, count,
                IntStream.of(stored).mapToObj(i -> into[i]).toArray(double[][]::new), offset);
        for (int i = 0; i < channels.length; i++) {
            if (channels[i] == trigger) {
                readTrigger(firstSample, count, into[i], offset);
            }
        }
    }

    private void readStored(int[] channels, long firstSample, int count, double[][] into, int offset)
            throws IOException {
        int done = 0;
        while (done < count && channels.length > 0) {
            long sample = firstSample + done;
            long within = sample % perStretch;
            int length = (int) Math.min(count - done, perStretch - within);
            stretches[(int) (sample / perStretch)].read(channels, within, length, into, offset + done);
            done += length;
        }
    }

    /** Where codes coincide the last one counts. */
    private void readTrigger(long firstSample, int count, double[] into, int offset) throws IOException {
        int[] codes = IntStream.range(0, ids.length).filter(code -> ids[code] > 0).toArray();
        Arrays.fill(into, offset, offset + count, 0);
        double[][] events = new double[codes.length][count];
        readStored(IntStream.of(codes).map(code -> electrodes + code).toArray(), firstSample, count, events,
                0);
        for (int code = 0; code < codes.length; code++) {
            for (int i = 0; i < count; i++) {
                if (events[code][i] != 0) {
                    into[offset + i] = ids[codes[code]];
                }
            }
        }
    }
}
