package org.engram.preprocessing.electrophysiology.ica;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;

/**
 * Fitted independent components, strongest first. Immutable and thread-safe. With x the channels divided by
 * {@link #channelScales()}, less {@link #means()}, the sources are {@code unmixing * principal[0..count] * x}.
 */
public final class IcaSolution {
    private final List<String> channels;
    private final double[] scales;
    private final double[] means;
    private final Matrix principal;
    private final double[] variances;
    private final int rank;
    private final Matrix unmixing;
    private final Matrix mixing;
    private final double[] explained;
    private final long sampleCount;
    private final Convergence convergence;

    private IcaSolution(List<String> channels, double[] scales, double[] means, Principal principal,
            Matrix unmixing, long sampleCount, Convergence convergence) {
        this.channels = List.copyOf(channels);
        this.scales = scales;
        this.means = means;
        this.principal = principal.components();
        this.variances = principal.variances();
        this.rank = principal.rank();
        this.unmixing = unmixing;
        this.mixing = PseudoInverse.of(unmixing);
        this.explained = explained();
        this.sampleCount = sampleCount;
        this.convergence = convergence;
    }

    static IcaSolution of(List<Channel> channels, double[] scales, double[] means, Principal principal,
            Separation separation, long sampleCount) {
        Matrix white = separation.unmixing();
        int n = white.rows();
        Matrix unmixing = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                unmixing.set(i, j, white.get(i, j) / Math.sqrt(principal.variances()[j]));
            }
        }
        List<String> names = channels.stream().map(Channel::name).toList();
        IcaSolution unsorted = new IcaSolution(names, scales, means, principal, unmixing, sampleCount,
                separation.convergence());
        double[] strength = unsorted.explained;
        int[] order = IntStream.range(0, n).boxed()
                .sorted((a, b) -> Double.compare(strength[b], strength[a])).mapToInt(Integer::intValue)
                .toArray();
        return new IcaSolution(names, scales, means, principal, unmixing.selectRows(order), sampleCount,
                separation.convergence());
    }

    /**
     * Puts together a solution found elsewhere.
     *
     * @param channels names of the channels
     * @param scales what each channel is divided by; positive
     * @param means of the scaled channels
     * @param principal component x channel, orthonormal rows; all of them, the unmixed ones first
     * @param variances of the principal components
     * @param unmixing component x component, of the first principal components
     * @return the solution, components in the order given, convergence unknown
     */
    public static IcaSolution of(List<String> channels, double[] scales, double[] means, Matrix principal,
            double[] variances, Matrix unmixing) {
        return of(channels, scales, means, new Principal(principal, variances.clone(), principal.rows()),
                unmixing, 0, new Convergence(true, 0, Double.NaN, Double.NaN, 1, Double.NaN));
    }

    static IcaSolution of(List<String> channels, double[] scales, double[] means, Principal principal,
            Matrix unmixing, long sampleCount, Convergence convergence) {
        int n = channels.size();
        if (scales.length != n || means.length != n || principal.components().columns() != n
                || principal.components().rows() > n
                || principal.variances().length != principal.components().rows()
                || unmixing.rows() != unmixing.columns()
                || unmixing.rows() > principal.components().rows()) {
            throw new ShapeException("components of " + n + " channels: found " + scales.length + " scales, "
                    + means.length + " means, principal components " + principal.components() + " with "
                    + principal.variances().length + " variances and unmixing " + unmixing);
        }
        for (double scale : scales) {
            if (!(scale > 0)) {
                throw new EngramException(
                        "a channel is divided by " + scale + ": expected a positive number");
            }
        }
        return new IcaSolution(channels, scales.clone(), means.clone(), principal, unmixing.copy(),
                sampleCount,
                convergence);
    }

    /** Variance of each component's part of the scaled channels; sources have unit variance at the fit. */
    private double[] explained() {
        int n = mixing.rows();
        double[] strength = new double[n];
        for (int j = 0; j < n; j++) {
            double source = 0;
            double topography = 0;
            for (int i = 0; i < n; i++) {
                topography += mixing.get(i, j) * mixing.get(i, j);
                source += unmixing.get(j, i) * unmixing.get(j, i) * variances[i];
            }
            strength[j] = topography * source;
        }
        return strength;
    }

    /** @return names of the channels it was fitted to */
    public List<String> channels() {
        return channels;
    }

    /** @return how many components were unmixed */
    public int componentCount() {
        return unmixing.rows();
    }

    /** @return what each channel is divided by, in its SI unit; a copy */
    public double[] channelScales() {
        return scales.clone();
    }

    /** @return mean of each scaled channel; a copy */
    public double[] means() {
        return means.clone();
    }

    /** @return principal component x channel, orthonormal rows, strongest first; a copy */
    public Matrix principalComponents() {
        return principal.copy();
    }

    /** @return variance of each principal component of the scaled channels; a copy */
    public double[] principalVariances() {
        return variances.clone();
    }

    /** @return how many principal components are more than rounding */
    public int rank() {
        return rank;
    }

    /** @return component x principal component; a copy */
    public Matrix unmixing() {
        return unmixing.copy();
    }

    /** @return principal component x component, the inverse of {@link #unmixing()}; a copy */
    public Matrix mixing() {
        return mixing.copy();
    }

    /** @return share of the variance of the scaled channels that each component explains; they may overlap */
    public double[] explainedVariance() {
        double total = Arrays.stream(variances).sum();
        return Arrays.stream(explained).map(value -> value / total).toArray();
    }

    /** @return how many samples it was fitted to; 0 when not known */
    public long sampleCount() {
        return sampleCount;
    }

    /** @return how the fit ended */
    public Convergence convergence() {
        return convergence;
    }

    /** @return channel x component: what one unit of a source adds to each channel, in the channel's SI unit */
    public Matrix topographies() {
        int n = componentCount();
        Matrix topographies = DenseAlgebra.transposedMultiply(first(n), mixing);
        for (int c = 0; c < scales.length; c++) {
            for (int k = 0; k < n; k++) {
                topographies.data()[c * n + k] *= scales[c];
            }
        }
        return topographies;
    }

    /**
     * @param samples channel x time, channels as in {@link #channels()}, SI units
     * @return component x time
     */
    public double[][] sources(double[][] samples) {
        return sourceMap().apply(samples);
    }

    /**
     * @param recording holds the channels, among others
     * @return the sources as channels ICA000, ICA001, ... of type MISC; computed when they are read
     */
    public Recording sources(Recording recording) {
        find(recording.channelNames());
        Recording with = sourceMixing().apply(recording);
        return with.select(IntStream.range(recording.channelCount(), with.channelCount()).toArray());
    }

    /**
     * @param epochs hold the channels, among others
     * @return the sources as channels ICA000, ICA001, ... of type MISC; computed when they are read
     */
    public Epochs sources(Epochs epochs) {
        find(epochs.channels().stream().map(Channel::name).toList());
        Epochs with = sourceMixing().apply(epochs);
        return with.selectChannels(IntStream.range(epochs.channelCount(), with.channelCount()).toArray());
    }

    /**
     * Takes components out. Principal components that were not unmixed stay.
     *
     * @param samples channel x time, channels as in {@link #channels()}, SI units; not changed
     * @param excluded which components
     * @return channel x time
     */
    public double[][] apply(double[][] samples, int... excluded) {
        return cleaningMap(excluded).apply(samples);
    }

    /**
     * Takes components out of a recording. Other channels, and bad ones that were not fitted, stay as they are.
     *
     * @param recording holds the channels, among others
     * @param excluded which components
     * @return the recording without them; computed when samples are read
     */
    public Recording apply(Recording recording, int... excluded) {
        return cleaning(recording.channels(), excluded).apply(recording);
    }

    /**
     * Takes components out of epochs. Any baseline correction should be done again afterwards.
     *
     * @param epochs hold the channels, among others
     * @param excluded which components
     * @return the epochs without them; computed when trials are read
     */
    public Epochs apply(Epochs epochs, int... excluded) {
        return cleaning(epochs.channels(), excluded).apply(epochs);
    }

    /**
     * @param evoked holds the channels, among others
     * @param excluded which components
     * @return the average without them
     */
    public Evoked apply(Evoked evoked, int... excluded) {
        return cleaning(evoked.channels(), excluded).apply(evoked);
    }

    /**
     * Saves it as {@code name.json} with the numbers in {@code name.npz} beside it.
     *
     * @param json the first of the two files; its name must end in .json
     * @throws IOException if writing fails
     */
    public void write(Path json) throws IOException {
        IcaFile.write(json, this);
    }

    /**
     * @param json a file that {@link #write} wrote
     * @return the solution, equal to the last bit
     * @throws IOException if it cannot be read
     */
    public static IcaSolution read(Path json) throws IOException {
        return IcaFile.read(json);
    }

    private Matrix first(int count) {
        return principal.selectRows(IntStream.range(0, count).toArray());
    }

    private ChannelMap sourceMap() {
        Matrix weights = DenseAlgebra.multiply(unmixing, first(componentCount()));
        double[] constant = new double[weights.rows()];
        for (int k = 0; k < weights.rows(); k++) {
            for (int c = 0; c < scales.length; c++) {
                constant[k] -= weights.get(k, c) * means[c];
                weights.set(k, c, weights.get(k, c) / scales[c]);
            }
        }
        return new ChannelMap(weights, constant);
    }

    private ChannelMap cleaningMap(int... excluded) {
        int n = componentCount();
        boolean[] out = new boolean[n];
        for (int component : excluded) {
            if (component < 0 || component >= n) {
                throw new IllegalArgumentException("component " + component + " was to be excluded of " + n
                        + ", counted from 0");
            }
            out[component] = true;
        }
        int[] kept = IntStream.range(0, n).filter(k -> !out[k]).toArray();
        Matrix inner = MatrixExponential.identity(principal.rows());
        Matrix part = kept.length == 0
                ? Matrix.zeros(n, n)
                : DenseAlgebra.multiply(mixing.selectColumns(kept), unmixing.selectRows(kept));
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                inner.set(i, j, part.get(i, j));
            }
        }
        Matrix weights = DenseAlgebra.transposedMultiply(principal, DenseAlgebra.multiply(inner, principal));
        int channelCount = scales.length;
        double[] constant = new double[channelCount];
        for (int row = 0; row < channelCount; row++) {
            constant[row] = means[row];
            for (int c = 0; c < channelCount; c++) {
                constant[row] -= weights.get(row, c) * means[c];
                weights.set(row, c, weights.get(row, c) * scales[row] / scales[c]);
            }
            constant[row] *= scales[row];
        }
        return new ChannelMap(weights, constant);
    }

    private int[] find(List<String> names) {
        int[] found = new int[channels.size()];
        for (int c = 0; c < found.length; c++) {
            found[c] = names.indexOf(channels.get(c));
            if (found[c] < 0) {
                throw new EngramException("the components need channel " + channels.get(c)
                        + ", which is missing: apply them to data with the channels they were fitted to");
            }
        }
        return found;
    }

    private ChannelMixing sourceMixing() {
        ChannelMap map = sourceMap();
        return ChannelMixing.of("sources of " + componentCount() + " independent components", channels,
                sourceChannels(), map.weights()).withOffsets(map.constant());
    }

    private ChannelMixing cleaning(List<Channel> present, int... excluded) {
        List<Channel> own = IntStream.of(find(present.stream().map(Channel::name).toList()))
                .mapToObj(present::get).toList();
        ChannelMap map = cleaningMap(excluded);
        return ChannelMixing.inPlace("without independent components " + Arrays.toString(excluded) + " of "
                + componentCount(), own, map.weights()).withOffsets(map.constant());
    }

    private List<Channel> sourceChannels() {
        List<Channel> sources = new ArrayList<>();
        for (int k = 0; k < componentCount(); k++) {
            sources.add(Channel.of(String.format("ICA%03d", k), ChannelType.MISC));
        }
        return sources;
    }
}
