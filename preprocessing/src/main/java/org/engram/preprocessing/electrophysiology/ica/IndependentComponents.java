package org.engram.preprocessing.electrophysiology.ica;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.engram.compute.linalg.BlasThreads;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;

/**
 * Fits an independent component analysis. Channels are divided by the standard deviation of their type, their covariance
 * gives principal components, and the scores of the strongest are unmixed. Data are read twice, in blocks; memory is taken
 * for components x kept samples. Deterministic for a seed, whatever the number of threads. Immutable.
 */
public final class IndependentComponents {
    /** Principal components below this share of the largest standard deviation are rounding, not signal. */
    private static final double RANK_TOLERANCE = 1e-6;
    private static final double LEAST_HIGH_PASS_HZ = 1;

    private final IcaOptions options;

    private IndependentComponents(IcaOptions options) {
        this.options = options;
    }

    /** @return the defaults, see {@link IcaOptions} */
    public static Builder builder() {
        return new Builder();
    }

    /** @return how it fits */
    public IcaOptions options() {
        return options;
    }

    /**
     * Fits the good brain channels of a recording, best filtered with a high-pass of 1 Hz before.
     *
     * @param recording what to decompose
     * @param notices told what may spoil the result
     * @return the components
     * @throws IOException if samples cannot be read
     */
    public IcaSolution fit(Recording recording, Consumer<Notice> notices) throws IOException {
        double highPass = recording.band().highPassHz();
        if (highPass < LEAST_HIGH_PASS_HZ) {
            notices.accept(new Notice("ica-high-pass", "the recording reaches down to " + highPass
                    + " Hz: slow drifts spoil the components; filter with a high-pass of 1 Hz for the fit"));
        }
        return fit(recording, recording.goodBrainChannels(), notices);
    }

    /**
     * @param recording what to decompose
     * @param channels indices of the channels to use
     * @param notices told what may spoil the result
     * @return the components
     * @throws IOException if samples cannot be read
     */
    public IcaSolution fit(Recording recording, int[] channels, Consumer<Notice> notices) throws IOException {
        return fit(IntStream.of(channels).mapToObj(recording.channels()::get).toList(),
                KeptSamples.of(recording, channels, options.decimation(), options.rejectAnnotations()),
                notices);
    }

    /**
     * Fits the good brain channels of epochs.
     *
     * @param epochs what to decompose; without baseline correction
     * @param notices told what may spoil the result
     * @return the components
     * @throws IOException if samples cannot be read
     */
    public IcaSolution fit(Epochs epochs, Consumer<Notice> notices) throws IOException {
        if (epochs.baseline().isPresent()) {
            notices.accept(new Notice("ica-baseline", "the epochs were baseline-corrected, which shifts each"
                    + " trial and channel by another amount: fit epochs without baseline correction"));
        }
        if (epochs.band().highPassHz() < LEAST_HIGH_PASS_HZ) {
            notices.accept(new Notice("ica-high-pass", "the epochs reach down to "
                    + epochs.band().highPassHz()
                    + " Hz: slow drifts spoil the components; filter with a high-pass of 1 Hz for the fit"));
        }
        int[] channels = epochs.channelsThat(channel -> channel.type().isBrain() && !channel.bad());
        return fit(IntStream.of(channels).mapToObj(epochs.channels()::get).toList(),
                KeptSamples.of(epochs, channels, options.decimation()), notices);
    }

    private IcaSolution fit(List<Channel> channels, KeptSamples samples, Consumer<Notice> notices)
            throws IOException {
        if (channels.size() < 2) {
            throw new EngramException("ICA needs at least 2 channels, found " + channels.size()
                    + " good ones: give channels, or types that are brain signals");
        }
        ChannelMoments moments = new ChannelMoments(channels);
        samples.forEach(moments);
        if (moments.count() <= channels.size()) {
            throw new EngramException("ICA of " + channels.size() + " channels needs more samples than "
                    + moments.count()
                    + ": give a longer recording, less decimation, or drop BAD annotations");
        }
        if (moments.count() > Integer.MAX_VALUE - 8) {
            throw new EngramException(
                    moments.count() + " samples are too many to unmix at once: give a decimation");
        }
        double[] scales = moments.scales();
        double[] means = moments.means();
        for (int c = 0; c < means.length; c++) {
            means[c] /= scales[c];
        }
        Principal principal = Principal.of(moments.covariance(), scales, RANK_TOLERANCE);
        int count = componentCount(principal, notices);
        Matrix whitening = principal.whitening(count);
        WhitenedSamples white = whiten(samples, scales, means, whitening, (int) moments.count());
        Separation separation = Separation.of(white, options);
        if (!separation.convergence().converged()) {
            notices.accept(new Notice("ica-not-converged", options.algorithm() + " stopped after "
                    + separation.convergence().iterations() + " iterations at "
                    + separation.convergence().measure() + ", expected below " + options.stop()
                    + ": give more iterations, or unmix fewer components"));
        }
        return IcaSolution.of(channels, scales, means, principal, separation, moments.count());
    }

    private int componentCount(Principal principal, Consumer<Notice> notices) {
        int rank = principal.rank();
        if (rank < principal.variances().length) {
            notices.accept(new Notice("ica-rank", "the " + principal.variances().length
                    + " channels have rank "
                    + rank
                    + " (a common reference, projections or bridged electrodes take dimensions away): at most "
                    + rank + " components are unmixed"));
        }
        if (options.componentCount() > principal.variances().length) {
            throw new IllegalArgumentException(
                    "componentCount is " + options.componentCount() + " but there are "
                            + principal.variances().length + " channels: give that many at most");
        }
        int wanted = options.componentCount() > 0
                ? options.componentCount()
                : principal.countFor(options.varianceKept());
        int count = Math.min(wanted, rank);
        if (count < 2) {
            throw new EngramException("only " + count + " principal component explains "
                    + options.varianceKept()
                    + " of the variance: there is nothing to unmix; give componentCount");
        }
        return count;
    }

    private static WhitenedSamples whiten(KeptSamples samples, double[] scales, double[] means,
            Matrix whitening, int count) throws IOException {
        WhitenedSamples white = new WhitenedSamples(whitening.rows(), count);
        int channels = scales.length;
        samples.forEach((block, length) -> {
            Matrix scaled = Matrix.zeros(channels, length);
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < length; i++) {
                    scaled.data()[c * length + i] = block[c][i] / scales[c] - means[c];
                }
            }
            BlasThreads.withSingleThread(() -> white.append(DenseAlgebra.multiply(whitening, scaled)));
        });
        return white;
    }

    /** Collects options; see {@link IcaOptions} for what each means and its default. */
    public static final class Builder {
        private IcaAlgorithm algorithm = IcaAlgorithm.FAST_ICA;
        private boolean extended = true;
        private int componentCount;
        private double varianceKept = 0.999999;
        private int maxIterations;
        private double tolerance;
        private int decimation = 1;
        private boolean rejectAnnotations = true;
        private long seed;
        private Parallelism parallelism = Parallelism.available();

        private Builder() {}

        /**
         * @param value how the unmixing is found
         * @return this
         */
        public Builder algorithm(IcaAlgorithm value) {
            algorithm = value;
            return this;
        }

        /**
         * @param value whether light-tailed sources are told from heavy-tailed ones
         * @return this
         */
        public Builder extended(boolean value) {
            extended = value;
            return this;
        }

        /**
         * @param value how many components, at least 2; 0 to choose by variance
         * @return this
         */
        public Builder componentCount(int value) {
            componentCount = value;
            return this;
        }

        /**
         * @param value share of the variance, between 0 and 1
         * @return this
         */
        public Builder varianceKept(double value) {
            varianceKept = value;
            return this;
        }

        /**
         * @param value passes over the data; 0 for the default
         * @return this
         */
        public Builder maxIterations(int value) {
            maxIterations = value;
            return this;
        }

        /**
         * @param value where the iteration stops; 0 for the default
         * @return this
         */
        public Builder tolerance(double value) {
            tolerance = value;
            return this;
        }

        /**
         * @param value every how manieth sample is used
         * @return this
         */
        public Builder decimation(int value) {
            decimation = value;
            return this;
        }

        /**
         * @param value whether samples within BAD annotations are left out
         * @return this
         */
        public Builder rejectAnnotations(boolean value) {
            rejectAnnotations = value;
            return this;
        }

        /**
         * @param value any number
         * @return this
         */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * @param value threads
         * @return this
         */
        public Builder parallelism(Parallelism value) {
            parallelism = value;
            return this;
        }

        /** @return what fits with these options */
        public IndependentComponents build() {
            return new IndependentComponents(new IcaOptions(algorithm, extended, componentCount, varianceKept,
                    maxIterations, tolerance, decimation, rejectAnnotations, seed, parallelism));
        }
    }
}
