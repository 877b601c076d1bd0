package org.engram.preprocessing.electrophysiology.projection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Projector;
import org.engram.io.recording.Recording;

/**
 * Finds directions to be projected out: for each type of channel the strongest principal components, without removal of
 * means, of samples that hold the artefact. Bad channels take no part.
 *
 * <h2>References</h2> M. A. Uusitalo, R. J. Ilmoniemi, Medical and Biological Engineering and Computing 35, 1997.
 */
public final class SignalSpaceProjection {
    /** FIFF kind of a field projection. */
    private static final int FIELD = 1;
    /** FIFF kind of the EEG average reference. */
    private static final int AVERAGE_REFERENCE = 10;
    private static final int BLOCK = 1 << 14;

    private SignalSpaceProjection() {}

    /**
     * @param epochs what holds the artefact, all samples of all trials
     * @param counts how many directions of each type of channel; types that are absent get none
     * @param name of the artefact, for descriptions
     * @return one projector for each direction, strongest first within a type
     * @throws IOException if samples cannot be read
     */
    public static List<Projector> compute(Epochs epochs, Map<ChannelType, Integer> counts, String name)
            throws IOException {
        List<Channel> channels = epochs.channels();
        int[] used = used(channels, counts);
        Matrix products = Matrix.zeros(used.length, used.length);
        for (int trial = 0; trial < epochs.trialCount(); trial++) {
            add(products, epochs.read(trial, used), used, channels);
        }
        return directions(products, used, channels, counts, name);
    }

    /**
     * @param recording what holds the artefact, all its samples
     * @param counts how many directions of each type of channel
     * @param name of the artefact, for descriptions
     * @return one projector for each direction
     * @throws IOException if samples cannot be read
     */
    public static List<Projector> compute(Recording recording, Map<ChannelType, Integer> counts, String name)
            throws IOException {
        int[] used = used(recording.channels(), counts);
        Matrix products = Matrix.zeros(used.length, used.length);
        for (long first = 0; first < recording.sampleCount(); first += BLOCK) {
            int count = (int) Math.min(BLOCK, recording.sampleCount() - first);
            add(products, recording.read(used, first, count), used, recording.channels());
        }
        return directions(products, used, recording.channels(), counts, name);
    }

    /**
     * @param evoked an average around the artefact
     * @param counts how many directions of each type of channel
     * @param name of the artefact, for descriptions
     * @return one projector for each direction
     */
    public static List<Projector> compute(Evoked evoked, Map<ChannelType, Integer> counts, String name) {
        int[] used = used(evoked.channels(), counts);
        Matrix products = Matrix.zeros(used.length, used.length);
        double[][] block = IntStream.of(used).mapToObj(i -> evoked.samples()[i]).toArray(double[][]::new);
        add(products, block, used, evoked.channels());
        return directions(products, used, evoked.channels(), counts, name);
    }

    /**
     * Finds directions of the average around events, such as heartbeats or blinks. Events whose window leaves the
     * recording are left out.
     *
     * @param recording what holds the artefact, best filtered to its band
     * @param events index of each event, from the first sample of the recording
     * @param startSeconds begin of the window relative to the event
     * @param endSeconds its end
     * @param counts how many directions of each type of channel
     * @param name of the artefact, for descriptions
     * @return one projector for each direction
     * @throws IOException if samples cannot be read
     */
    public static List<Projector> around(Recording recording, long[] events, double startSeconds,
            double endSeconds, Map<ChannelType, Integer> counts, String name) throws IOException {
        int begin = (int) Math.rint(startSeconds * recording.samplingRateHz());
        int length = (int) Math.rint(endSeconds * recording.samplingRateHz()) - begin + 1;
        int[] used = used(recording.channels(), counts);
        if (length < 1) {
            throw new IllegalArgumentException(
                    "a window from " + startSeconds + " to " + endSeconds + " s: expected begin <= end");
        }
        double[][] mean = new double[used.length][length];
        int inside = 0;
        for (long event : events) {
            if (event + begin < 0 || event + begin + length > recording.sampleCount()) {
                continue;
            }
            double[][] block = recording.read(used, event + begin, length);
            inside++;
            for (int c = 0; c < used.length; c++) {
                for (int t = 0; t < length; t++) {
                    mean[c][t] += (block[c][t] - mean[c][t]) / inside;
                }
            }
        }
        if (inside == 0) {
            throw new EngramException(
                    "none of " + events.length + " events has its window from " + startSeconds
                            + " to " + endSeconds + " s within the recording: there is nothing to average");
        }
        Matrix products = Matrix.zeros(used.length, used.length);
        add(products, mean, used, recording.channels());
        return directions(products, used, recording.channels(), counts, name);
    }

    /**
     * @param channels of a recording
     * @return the projector that takes the mean off its good EEG channels
     */
    public static Projector averageReference(List<Channel> channels) {
        List<String> names = channels.stream().filter(c -> c.type() == ChannelType.EEG && !c.bad())
                .map(Channel::name).toList();
        if (names.isEmpty()) {
            throw new EngramException("there is no good EEG channel to take a mean of");
        }
        double[] vector = new double[names.size()];
        Arrays.fill(vector, 1 / Math.sqrt(vector.length));
        return new Projector("Average EEG reference", AVERAGE_REFERENCE, false, names,
                new double[][] {vector}, Double.NaN);
    }

    private static int[] used(List<Channel> channels, Map<ChannelType, Integer> counts) {
        return IntStream.range(0, channels.size())
                .filter(i -> !channels.get(i).bad() && counts.getOrDefault(channels.get(i).type(), 0) > 0)
                .toArray();
    }

    private static void add(Matrix products, double[][] block, int[] used, List<Channel> channels) {
        if (block.length == 0) {
            return;
        }
        Matrix x = Matrix.ofRows(block);
        int bad = x.firstNotFinite();
        if (bad >= 0) {
            throw new EngramException("channel " + channels.get(used[bad / x.columns()]).name() + " holds "
                    + x.data()[bad] + " at sample " + bad % x.columns()
                    + " of a block: mark it as bad or leave that stretch out");
        }
        double[] sum = DenseAlgebra.gram(x).data();
        for (int i = 0; i < sum.length; i++) {
            products.data()[i] += sum[i];
        }
    }

    private static List<Projector> directions(Matrix products, int[] used, List<Channel> channels,
            Map<ChannelType, Integer> counts, String name) {
        List<Projector> found = new ArrayList<>();
        for (ChannelType type : ChannelType.values()) {
            int count = counts.getOrDefault(type, 0);
            int[] own = IntStream.range(0, used.length).filter(i -> channels.get(used[i]).type() == type)
                    .toArray();
            if (count == 0 || own.length == 0) {
                continue;
            }
            if (count > own.length) {
                throw new IllegalArgumentException(
                        count + " directions of " + own.length + " good channels of type "
                                + type + " were asked for: give that many at most");
            }
            List<String> names = IntStream.of(own).mapToObj(i -> channels.get(used[i]).name()).toList();
            Matrix block = products.selectRows(own).selectColumns(own);
            double trace = IntStream.range(0, own.length).mapToDouble(i -> block.get(i, i)).sum();
            if (!(trace > 0)) {
                throw new EngramException(
                        "all channels of type " + type + " are zero: there is no direction to find");
            }
            for (int i = 0; i < block.data().length; i++) { // squares of femtotesla are near the least doubles
                block.data()[i] /= trace;
            }
            DenseAlgebra.SymmetricEigen eigen = DenseAlgebra.symmetricEigen(block);
            for (int k = 0; k < count; k++) {
                int column = own.length - 1 - k;
                found.add(new Projector(String.format("%s-%s-PCA-%02d", type.bidsName(), name, k + 1), FIELD,
                        false, names, new double[][] {eigen.vectors().column(column)},
                        Math.max(0, eigen.values()[column])));
            }
        }
        return found;
    }
}
