package org.engram.preprocessing.electrophysiology.ica;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.artifacts.EcgEvents;
import org.engram.preprocessing.electrophysiology.artifacts.GoodStretches;
import org.engram.preprocessing.electrophysiology.artifacts.SteepBandPass;

/** Finds components of eyes and heart. One source is in memory at a time. */
public final class ArtifactComponents {
    private static final double OUTLIER = 3;
    private static final double EOG_LOW_HZ = 1;
    private static final double EOG_HIGH_HZ = 10;
    private static final double ECG_LOW_HZ = 8;
    private static final double ECG_HIGH_HZ = 16;
    private static final double HALF_BEAT_SECONDS = 0.5;

    private ArtifactComponents() {}

    /**
     * Compares the sources with each good EOG channel between 1 and 10 Hz; correlations that lie 3 standard deviations
     * from the others flag a component.
     *
     * @param solution fitted components
     * @param recording with the channels they were fitted to and EOG channels; BAD stretches are left out
     * @return scores for each EOG channel
     * @throws IOException if samples cannot be read
     */
    public static List<ComponentScores> eog(IcaSolution solution, Recording recording) throws IOException {
        int[] channels = recording.channelsThat(c -> c.type() == ChannelType.EOG && !c.bad());
        if (channels.length == 0) {
            throw new EngramException(
                    "the recording has no good EOG channel: use correlations with channels near"
                            + " the eyes");
        }
        List<ComponentScores> found = new ArrayList<>();
        for (int channel : channels) {
            found.add(ComponentScores.byOutliers(recording.channels().get(channel).name(),
                    correlations(solution, recording, channel, EOG_LOW_HZ, EOG_HIGH_HZ), OUTLIER));
        }
        return found;
    }

    /**
     * Compares the sources with a channel between 8 and 16 Hz, where heartbeats are.
     *
     * @param solution fitted components
     * @param recording with the channels they were fitted to
     * @param channel index of a channel that shows the heart
     * @return correlations, flagged where they lie 3 standard deviations from the others
     * @throws IOException if samples cannot be read
     */
    public static ComponentScores ecgByCorrelation(IcaSolution solution, Recording recording, int channel)
            throws IOException {
        return ComponentScores.byOutliers(recording.channels().get(channel).name(),
                correlations(solution, recording, channel, ECG_LOW_HZ, ECG_HIGH_HZ), OUTLIER);
    }

    /**
     * Looks for sources whose phase between 8 and 16 Hz is the same at each heartbeat.
     *
     * @param solution fitted components
     * @param recording with the channels they were fitted to, and an ECG channel or MEG sensors
     * @return for each component the largest significance of its phases within half a second of a beat; flagged above
     *     {@link CrossTrialPhase#threshold}
     * @throws IOException if samples cannot be read
     */
    public static ComponentScores ecgByPhase(IcaSolution solution, Recording recording) throws IOException {
        EcgEvents.Heartbeats beats = EcgEvents.find(recording);
        double rate = recording.samplingRateHz();
        int half = (int) Math.rint(HALF_BEAT_SECONDS * rate);
        List<long[]> stretches = GoodStretches.of(recording);
        long[] inside = Arrays.stream(beats.samples()).filter(beat -> stretches.stream()
                .anyMatch(stretch -> beat - half >= stretch[0] && beat + half < stretch[1])).toArray();
        if (inside.length < 2) {
            throw new EngramException("only " + inside.length + " heartbeats were found in " + beats.channel()
                    + ": name a channel that shows the heart better, or use correlations");
        }
        SteepBandPass filter = SteepBandPass.of(ECG_LOW_HZ, ECG_HIGH_HZ, rate);
        Recording sources = solution.sources(recording);
        double[] scores = new double[solution.componentCount()];
        for (int k = 0; k < scores.length; k++) {
            double[] source = filter.apply(
                    sources.read(new int[] {k}, 0, Math.toIntExact(recording.sampleCount()))[0]);
            double[][] trials = new double[inside.length][];
            for (int i = 0; i < trials.length; i++) {
                int at = (int) inside[i];
                trials[i] = Arrays.copyOfRange(source, at - half, at + half + 1);
            }
            scores[k] = Arrays.stream(CrossTrialPhase.significance(trials)).max().orElse(0);
        }
        return ComponentScores.byThreshold(beats.channel(), scores, CrossTrialPhase.threshold(rate));
    }

    /**
     * Pearson correlations of each source with a channel, both band-passed.
     *
     * @param solution fitted components
     * @param recording with the channels they were fitted to; BAD stretches are left out
     * @param channel index of the channel to compare with
     * @param lowHz lower end of the band
     * @param highHz upper end
     * @return one for each component, from -1 to 1
     * @throws IOException if samples cannot be read
     */
    public static double[] correlations(IcaSolution solution, Recording recording, int channel, double lowHz,
            double highHz) throws IOException {
        SteepBandPass filter = SteepBandPass.of(lowHz, highHz, recording.samplingRateHz());
        List<long[]> stretches = GoodStretches.of(recording);
        double[] target = centred(GoodStretches.filtered(recording, channel, stretches, filter));
        double norm = norm(target);
        Recording sources = solution.sources(recording);
        double[] scores = new double[solution.componentCount()];
        for (int k = 0; k < scores.length; k++) {
            double[] source = centred(GoodStretches.filtered(sources, k, stretches, filter));
            double product = 0;
            for (int i = 0; i < source.length; i++) {
                product += source[i] * target[i];
            }
            scores[k] = product / (norm(source) * norm);
        }
        return scores;
    }

    private static double[] centred(double[] x) {
        double mean = Arrays.stream(x).average().orElse(0);
        for (int i = 0; i < x.length; i++) {
            x[i] -= mean;
        }
        return x;
    }

    private static double norm(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
