package org.engram.preprocessing.electrophysiology.epoching;

import java.util.List;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Trial;

/** Refuses NaN and infinity where they would spoil a result without a word. */
final class FiniteSamples {
    private FiniteSamples() {}

    static void require(List<Channel> channels, double[][] samples, Trial trial) {
        for (int i = 0; i < samples.length; i++) {
            for (int t = 0; t < samples[i].length; t++) {
                if (!Double.isFinite(samples[i][t])) {
                    throw new EngramException("channel " + channels.get(i).name() + " is " + samples[i][t]
                            + " at time " + t + " of the epoch \"" + trial.label() + "\" at sample "
                            + trial.sample() + ": mark gaps with a bad annotation or drop the channel");
                }
            }
        }
    }
}
