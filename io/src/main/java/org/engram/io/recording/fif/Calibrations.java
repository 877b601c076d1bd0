package org.engram.io.recording.fif;

import java.io.IOException;
import java.util.Arrays;
import org.engram.core.EngramException;
import org.engram.core.Progress;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;

/** What each channel is divided by before it is stored. */
final class Calibrations {
    private static final int BLOCK = 1 << 14;
    private static final int LARGEST_INTEGER = 32767;

    private Calibrations() {}

    /** Ones for floating point; for integers what makes the largest value of a channel 32767. */
    static float[] of(Recording recording, FifWriteOptions.Samples samples, Progress progress)
            throws IOException {
        float[] calibrations = new float[recording.channelCount()];
        Arrays.fill(calibrations, 1);
        if (samples != FifWriteOptions.Samples.INT16) {
            return calibrations;
        }
        double[] largest = new double[calibrations.length];
        try (Progress.Task task = progress.begin("range of channels", recording.sampleCount())) {
            for (long first = 0; first < recording.sampleCount(); first += BLOCK) {
                int count = (int) Math.min(BLOCK, recording.sampleCount() - first);
                double[][] block = recording.read(first, count);
                for (int channel = 0; channel < largest.length; channel++) {
                    for (int i = 0; i < count; i++) {
                        double size = Math.abs(block[channel][i]);
                        if (!Double.isFinite(size)) {
                            throw new EngramException("channel " + recording.channels().get(channel).name()
                                    + " is " + block[channel][i] + " at sample " + (first + i)
                                    + ", which 16-bit integers cannot hold: write 32-bit floating point");
                        }
                        largest[channel] = Math.max(largest[channel], size);
                    }
                }
                task.advance(count);
            }
        }
        for (int channel = 0; channel < largest.length; channel++) {
            boolean codes = recording.channels().get(channel).type() == ChannelType.STIM
                    && largest[channel] <= LARGEST_INTEGER;
            float calibration = (float) (largest[channel] / LARGEST_INTEGER);
            calibrations[channel] = codes || calibration == 0 ? 1 : calibration;
        }
        return calibrations;
    }
}
