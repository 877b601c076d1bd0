package org.engram.preprocessing.electrophysiology.artifacts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;

/**
 * Removes from brain channels what they share with EOG channels, by least squares. EEG must have its final reference
 * before. Immutable.
 *
 * <h2>References</h2> G. Gratton, M. G. H. Coles, E. Donchin, Electroencephalography and Clinical Neurophysiology 55,
 * 1983.
 */
public final class EogRegression {
    private static final int BLOCK = 1 << 14;

    private final List<String> references;
    private final List<String> targets;
    private final Matrix weights;

    private EogRegression(List<String> references, List<String> targets, Matrix weights) {
        this.references = references;
        this.targets = targets;
        this.weights = weights;
    }

    /**
     * @param recording what to learn from; stretches annotated as BAD are left out
     * @param references names of the EOG channels, at least 1
     * @return weights for its good brain channels
     * @throws IOException if samples cannot be read
     */
    public static EogRegression fit(Recording recording, String... references) throws IOException {
        Sums sums = new Sums(recording.channels(), recording.goodBrainChannels(), List.of(references));
        for (long[] stretch : GoodStretches.of(recording)) {
            for (long first = stretch[0]; first < stretch[1]; first += BLOCK) {
                int count = (int) Math.min(BLOCK, stretch[1] - first);
                sums.add(recording.read(sums.channels, first, count));
            }
        }
        return sums.solve();
    }

    /**
     * @param epochs what to learn from, all samples of all trials
     * @param references names of the EOG channels, at least 1
     * @return weights for their good brain channels
     * @throws IOException if samples cannot be read
     */
    public static EogRegression fit(Epochs epochs, String... references) throws IOException {
        Sums sums = new Sums(epochs.channels(),
                epochs.channelsThat(channel -> channel.type().isBrain() && !channel.bad()),
                List.of(references));
        for (int trial = 0; trial < epochs.trialCount(); trial++) {
            sums.add(epochs.read(trial, sums.channels));
        }
        return sums.solve();
    }

    /** @return names of the EOG channels */
    public List<String> references() {
        return references;
    }

    /** @return names of the brain channels */
    public List<String> targets() {
        return targets;
    }

    /** @return target x reference: how much of each reference is subtracted, in the units of the channels; a copy */
    public Matrix weights() {
        return weights.copy();
    }

    /**
     * @param recording with the channels it was fitted to
     * @return it without eye movements, computed when samples are read. Offsets of EOG channels shift the others
     */
    public Recording apply(Recording recording) {
        return mixing(name -> recording.channels().get(recording.channel(name))).apply(recording);
    }

    /**
     * @param epochs with the channels it was fitted to
     * @return them without eye movements, computed when trials are read
     */
    public Epochs apply(Epochs epochs) {
        return mixing(name -> find(epochs.channels(), name)).apply(epochs);
    }

    /**
     * @param evoked with the channels it was fitted to
     * @return it without eye movements
     */
    public Evoked apply(Evoked evoked) {
        return mixing(name -> find(evoked.channels(), name)).apply(evoked);
    }

    private static Channel find(List<Channel> channels, String name) {
        return channels.stream().filter(channel -> channel.name().equals(name)).findFirst()
                .orElseThrow(() -> new EngramException("channel " + name + " is missing: the regression was"
                        + " fitted with it"));
    }

    private ChannelMixing mixing(Function<String, Channel> find) {
        List<String> inputs = new ArrayList<>(targets);
        inputs.addAll(references);
        Matrix map = Matrix.zeros(targets.size(), inputs.size());
        for (int t = 0; t < targets.size(); t++) {
            map.set(t, t, 1);
            for (int r = 0; r < references.size(); r++) {
                map.set(t, targets.size() + r, -weights.get(t, r));
            }
        }
        return ChannelMixing.of("without what is shared with " + String.join(", ", references), inputs,
                targets.stream().map(find).toList(), map);
    }

    /** Sums of products about the first sample. */
    private static final class Sums {
        private final List<String> references;
        private final List<String> targets;
        private final int[] channels;
        private final double[] shift;
        private final double[] sum;
        private final Matrix products;
        private long count;

        Sums(List<Channel> present, int[] brain, List<String> references) {
            if (references.isEmpty()) {
                throw new IllegalArgumentException("no EOG channels were named: give at least 1");
            }
            this.references = List.copyOf(references);
            int[] own = IntStream.of(brain).filter(i -> !references.contains(present.get(i).name()))
                    .toArray();
            IntFunction<String> name = i -> present.get(i).name();
            this.targets = IntStream.of(own).mapToObj(name).toList();
            int[] eyes = references.stream().mapToInt(wanted -> present.indexOf(find(present, wanted)))
                    .toArray();
            this.channels = IntStream.concat(Arrays.stream(own), Arrays.stream(eyes)).toArray();
            this.shift = new double[channels.length];
            this.sum = new double[channels.length];
            this.products = Matrix.zeros(channels.length, channels.length);
        }

        void add(double[][] block) {
            int length = block.length == 0 ? 0 : block[0].length;
            if (length == 0) {
                return;
            }
            Matrix shifted = Matrix.ofRows(block);
            int bad = shifted.firstNotFinite();
            if (bad >= 0) {
                String name = bad / length < targets.size()
                        ? targets.get(bad / length)
                        : references.get(bad / length - targets.size());
                throw new EngramException("channel " + name + " holds " + shifted.data()[bad] + " at sample "
                        + (count + bad % length) + " of those looked at: annotate that stretch as BAD");
            }
            for (int c = 0; c < channels.length; c++) {
                if (count == 0) {
                    shift[c] = block[c][0];
                }
                for (int at = c * length; at < (c + 1) * length; at++) {
                    shifted.data()[at] -= shift[c];
                    sum[c] += shifted.data()[at];
                }
            }
            double[] added = DenseAlgebra.gram(shifted).data();
            for (int i = 0; i < added.length; i++) {
                products.data()[i] += added[i];
            }
            count += length;
        }

        EogRegression solve() {
            int t = targets.size();
            int r = references.size();
            if (count <= r) {
                throw new EngramException(count + " good samples cannot determine " + r + " EOG channels");
            }
            Matrix own = Matrix.zeros(r, r);
            Matrix shared = Matrix.zeros(r, t);
            for (int i = 0; i < r; i++) {
                for (int j = 0; j < r; j++) {
                    own.set(i, j, central(t + i, t + j));
                }
                for (int j = 0; j < t; j++) {
                    shared.set(i, j, central(t + i, j));
                }
                if (!(own.get(i, i) > 0)) {
                    throw new EngramException("EOG channel " + references.get(i) + " is flat: name another");
                }
            }
            Matrix weights = DenseAlgebra.solvePositiveDefinite(own, shared).transpose();
            return new EogRegression(references, targets, weights);
        }

        private double central(int i, int j) {
            return products.get(i, j) - sum[i] * sum[j] / count;
        }
    }
}
