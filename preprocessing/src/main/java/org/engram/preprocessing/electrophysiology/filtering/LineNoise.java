package org.engram.preprocessing.electrophysiology.filtering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.io.recording.Band;
import org.engram.io.recording.Recording;

/**
 * Removes the hum of the mains by fitting sinusoids: in windows that overlap by half, the amplitude and phase at each
 * frequency is estimated with Slepian tapers and the sinusoid subtracted. Unlike a notch filter this leaves what lies
 * beside the frequency. Immutable and thread-safe. For the notch filter see {@link #notch}.
 *
 * <pre>{@code
 * Recording clean = LineNoise.at(LineNoise.harmonics(50, rate), rate).apply(recording);
 * }</pre>
 *
 * <h2>References</h2> D. J. Thomson, Proc. IEEE 70(9), 1982; P. Mitra, H. Bokil, Observed Brain Dynamics, 2007 (Chronux);
 * defaults as MNE-Python 1.x.
 */
public final class LineNoise {
    private static final double WINDOW_SECONDS = 10;
    private static final double LEVEL = 0.05;

    private final double[] frequenciesHz;
    private final double samplingRateHz;
    private final double windowSeconds;
    private final double bandwidthHz;
    private final double level;

    private LineNoise(double[] frequenciesHz, double samplingRateHz, double windowSeconds, double bandwidthHz,
            double level) {
        this.frequenciesHz = frequenciesHz;
        this.samplingRateHz = samplingRateHz;
        this.windowSeconds = windowSeconds;
        this.bandwidthHz = bandwidthHz;
        this.level = level;
    }

    /**
     * @param lineHz frequency of the mains, 50 or 60
     * @param samplingRateHz samples per second
     * @return it and its multiples below half the sampling rate
     */
    public static double[] harmonics(double lineHz, double samplingRateHz) {
        if (!(lineHz > 0 && lineHz < samplingRateHz / 2)) {
            throw new IllegalArgumentException("line frequency is " + lineHz + " Hz: give one between 0 and "
                    + samplingRateHz / 2 + " Hz");
        }
        return DoubleStream.iterate(lineHz, f -> f < samplingRateHz / 2, f -> f + lineHz).toArray();
    }

    /**
     * The other way to remove the hum: one FIR kernel with a narrow stop band at each multiple whose transitions fit below
     * half the sampling rate.
     *
     * @param lineHz frequency of the mains
     * @param samplingRateHz samples per second
     * @return a filter
     */
    public static FirFilter notch(double lineHz, double samplingRateHz) {
        double[] fitting = Arrays.stream(harmonics(lineHz, samplingRateHz))
                .filter(f -> f + f / 400 + 0.5 < samplingRateHz / 2).toArray();
        return FirDesign.notch(fitting, samplingRateHz).build();
    }

    /**
     * @param frequenciesHz what to remove; bins within 1/400 of it on either side, and the nearest bin
     * @param samplingRateHz samples per second
     * @return a fit in windows of 10 s
     */
    public static LineNoise at(double[] frequenciesHz, double samplingRateHz) {
        for (double f : frequenciesHz) {
            if (!(f > 0 && f <= samplingRateHz / 2)) {
                throw new IllegalArgumentException(
                        "line noise at " + f + " Hz: give frequencies between 0 and "
                                + samplingRateHz / 2 + " Hz");
            }
        }
        if (frequenciesHz.length == 0) {
            throw new IllegalArgumentException("no frequency to remove was given");
        }
        return new LineNoise(frequenciesHz.clone(), samplingRateHz, WINDOW_SECONDS, Double.NaN, LEVEL);
    }

    /**
     * Removes whatever sinusoid stands out. Narrow rhythms of the brain may be among them: give frequencies where they are
     * known.
     *
     * @param level how likely a window without sinusoids is to lose one, 0.05 as a rule
     * @param samplingRateHz samples per second
     * @return a fit in windows of 10 s
     */
    public static LineNoise anySinusoid(double level, double samplingRateHz) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "a level of " + level + ": give one between 0 and 1, such as 0.05");
        }
        return new LineNoise(null, samplingRateHz, WINDOW_SECONDS, Double.NaN, level);
    }

    /**
     * @param seconds length of the windows
     * @return this fit with that length
     */
    public LineNoise withWindowSeconds(double seconds) {
        if (!(seconds * samplingRateHz >= 10)) {
            throw new IllegalArgumentException("windows of " + seconds + " s at " + samplingRateHz
                    + " Hz: give at least 10 samples");
        }
        return new LineNoise(frequenciesHz, samplingRateHz, seconds, bandwidthHz, level);
    }

    /**
     * @param hertz full bandwidth of the tapers. Default: 8 divided by the duration of the window
     * @return this fit with that bandwidth
     */
    public LineNoise withBandwidth(double hertz) {
        return new LineNoise(frequenciesHz, samplingRateHz, windowSeconds, hertz, level);
    }

    /**
     * Removes the sinusoids from one series.
     *
     * @param x samples, finite; not changed
     * @return the cleaned samples, fresh
     */
    public double[] apply(double[] x) {
        FiniteSamples.require(x, x.length, "0", 0);
        double[] y = x.clone();
        if (x.length > 1) {
            try {
                new Windows(x.length).run(
                        (first, into) -> System.arraycopy(x, (int) first, into, 0, into.length),
                        (first, values, count) -> System.arraycopy(values, 0, y, (int) first, count),
                        new TreeMap<>());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return y;
    }

    /**
     * Tells what {@link #apply(double[])} removes.
     *
     * @param x samples, finite; not changed
     * @return in how many windows each frequency was removed, by frequency in Hz
     */
    public Map<Double, Integer> removedFrom(double[] x) {
        FiniteSamples.require(x, x.length, "0", 0);
        TreeMap<Double, Integer> removed = new TreeMap<>();
        if (x.length > 1) {
            try {
                new Windows(x.length).run(
                        (first, into) -> System.arraycopy(x, (int) first, into, 0, into.length),
                        (first, values, count) -> {}, removed);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return removed;
    }

    /**
     * Removes the sinusoids from the channels that measure the brain; see {@link #apply(Recording, int[])}.
     *
     * @param recording a recording
     * @return the cleaned recording
     */
    public Recording apply(Recording recording) {
        return apply(recording, recording.channelsThat(channel -> channel.type().isBrain()));
    }

    /**
     * Removes the sinusoids from some channels, each stretch between discontinuities by itself. The work is done on the
     * first read, in bounded memory.
     *
     * @param recording a recording of the sampling rate given
     * @param channels which channels to clean
     * @return the cleaned recording
     */
    public Recording apply(Recording recording, int... channels) {
        FilteredRecordings.requireRate(recording, samplingRateHz);
        if (channels.length == 0 || recording.sampleCount() == 0) {
            return recording;
        }
        return FilteredRecordings.narrowed(recording, channels, Band.UNKNOWN,
                new StretchwiseSamples(recording, channels, this::clean));
    }

    private void clean(Recording from, Stretches.Span span, int[] channels, ScratchSamples to)
            throws IOException {
        if (span.count() < 2) {
            for (int i = 0; i < channels.length; i++) {
                double[] one = from.read(new int[] {channels[i]}, span.first(), 1)[0];
                to.writeChannel(i, span.first(), 1, one, 0);
            }
            return;
        }
        Windows windows = new Windows(span.count());
        Parallelism.available().forEach(channels.length, i -> {
            try {
                String name = from.channels().get(channels[i]).name();
                windows.run((first, into) -> {
                    from.source().read(new int[] {channels[i]}, span.first() + first, into.length,
                            new double[][] {into}, 0);
                    FiniteSamples.require(into, into.length, name, span.first() + first);
                }, (first, values, count) -> to.writeChannel(i, span.first() + first, count, values, 0),
                        new TreeMap<>());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private interface Reader {
        void read(long first, double[] into) throws IOException;
    }

    private interface Writer {
        void write(long first, double[] values, int count) throws IOException;
    }

    /** Windows over a stretch: half overlapping, faded into each other by cosines, the rest lumped into the last. */
    private final class Windows {
        private final int length;
        private final int step;
        private final long windows;
        private final int lastLength;
        private final double[] fade;
        private final SinusoidFit fit;
        private final SinusoidFit lastFit;

        Windows(long count) {
            length = (int) Math.min(Math.ceil(windowSeconds * samplingRateHz), count);
            step = Math.max(1, length - (length + 1) / 2);
            windows = (count - length) / step + 1;
            lastLength = (int) (count - (windows - 1) * step);
            fade = new double[step];
            for (int t = 0; t < step; t++) {
                fade[t] = 0.5 - 0.5 * Math.cos(Math.PI * t / step);
            }
            fit = fit(length);
            lastFit = lastLength == length ? fit : fit(lastLength);
        }

        private SinusoidFit fit(int samples) {
            double half = Double.isNaN(bandwidthHz) ? 4 : bandwidthHz * samples / (2 * samplingRateHz);
            if (half < 1 || half >= samples / 2.0) {
                throw new EngramException("tapers of bandwidth " + 2 * half * samplingRateHz / samples
                        + " Hz do not fit a stretch of " + samples
                        + " samples: it is too short for a fit of line "
                        + "noise; use a notch filter or join the stretches");
            }
            return new SinusoidFit(samples, half, level, frequenciesHz == null ? null : bins(samples));
        }

        private int[] bins(int samples) {
            boolean[] chosen = new boolean[samples / 2 + 1];
            for (double f : frequenciesHz) {
                chosen[(int) Math.min(samples / 2, Math.ceil(f * samples / samplingRateHz - 0.5))] = true;
                for (int bin = 0; bin < chosen.length; bin++) {
                    chosen[bin] |= Math.abs(bin * samplingRateHz / samples - f) < f / 400;
                }
            }
            return IntStream.range(0, chosen.length).filter(bin -> chosen[bin]).toArray();
        }

        void run(Reader reader, Writer writer, Map<Double, Integer> removed) throws IOException {
            double[] carried = new double[step];
            for (long w = 0; w < windows; w++) {
                boolean last = w == windows - 1;
                double[] x = new double[last ? lastLength : length];
                reader.read(w * step, x);
                for (int bin : (last ? lastFit : fit).subtract(x)) {
                    removed.merge(bin * samplingRateHz / x.length, 1, Integer::sum);
                }
                for (int t = 0; w > 0 && t < step; t++) {
                    x[t] = carried[t] + fade[t] * x[t];
                }
                for (int t = 0; !last && t < step; t++) {
                    carried[t] = (1 - fade[t]) * x[step + t];
                }
                writer.write(w * step, x, last ? lastLength : step);
            }
        }
    }
}
