package org.engram.io.recording.kit;

import java.io.IOException;
import org.engram.io.recording.SampleSource;

/**
 * Adds the trigger code, made from analogue channels, as one more channel after those of a file.
 *
 * @param stored the channels of the file
 * @param code index of the channel that is made
 * @param triggers indices of the channels it is made from
 * @param values what each of them adds when it is on
 * @param rising whether they are on above the threshold
 * @param threshold where they switch, in volts
 */
record TriggerSource(SampleSource stored, int code, int[] triggers, double[] values, boolean rising,
        double threshold) implements SampleSource {
    private static final int BLOCK = 1 << 14;

    @Override
    public void read(int[] channels, long firstSample, int count, double[][] into, int offset)
            throws IOException {
        int codes = 0;
        for (int channel : channels) {
            codes += channel == code ? 1 : 0;
        }
        if (codes == 0) {
            stored.read(channels, firstSample, count, into, offset);
            return;
        }
        int[] others = new int[channels.length - codes];
        double[][] rows = new double[others.length][];
        int kept = 0;
        for (int i = 0; i < channels.length; i++) {
            if (channels[i] != code) {
                others[kept] = channels[i];
                rows[kept++] = into[i];
            }
        }
        for (int done = 0; done < count; done += BLOCK) {
            int length = Math.min(BLOCK, count - done);
            if (others.length > 0) {
                stored.read(others, firstSample + done, length, rows, offset + done);
            }
            double[] made = codes(firstSample + done, length);
            for (int i = 0; i < channels.length; i++) {
                if (channels[i] == code) {
                    System.arraycopy(made, 0, into[i], offset + done, length);
                }
            }
        }
    }

    private double[] codes(long first, int count) throws IOException {
        double[][] analogue = new double[triggers.length][count];
        stored.read(triggers, first, count, analogue, 0);
        double[] made = new double[count];
        for (int t = 0; t < triggers.length; t++) {
            for (int i = 0; i < count; i++) {
                boolean on = rising ? analogue[t][i] > threshold : analogue[t][i] < threshold;
                made[i] += on ? values[t] : 0;
            }
        }
        return made;
    }
}
