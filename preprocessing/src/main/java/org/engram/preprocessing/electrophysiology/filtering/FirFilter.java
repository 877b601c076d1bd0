package org.engram.preprocessing.electrophysiology.filtering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.io.recording.Band;
import org.engram.io.recording.Recording;

/**
 * A filter of finite impulse response, applied by fast convolution. Ends are continued by odd reflection over the length
 * of the kernel. Immutable and thread-safe. Made by {@link FirDesign}.
 */
public final class FirFilter {
    private final double[] taps;
    private final double[] kernel;
    private final int shift;
    private final FirPhase phase;
    private final double samplingRateHz;
    private final Band band;
    private final List<Notice> notices;

    /**
     * @param taps the taps; copied
     * @param phase whether the delay of half the kernel is taken back, and whether it is applied twice
     * @param samplingRateHz samples per second it was designed for
     */
    public FirFilter(double[] taps, FirPhase phase, double samplingRateHz) {
        this(taps.clone(), phase, samplingRateHz, Band.UNKNOWN, List.of());
    }

    FirFilter(double[] taps, FirPhase phase, double samplingRateHz, Band band, List<Notice> notices) {
        if (taps.length == 0 || phase.isZero() && taps.length % 2 == 0) {
            throw new IllegalArgumentException("a filter of " + taps.length + " taps and phase " + phase
                    + ": give an odd number, which has a centre");
        }
        this.taps = taps;
        this.phase = phase;
        this.samplingRateHz = samplingRateHz;
        this.band = band;
        this.notices = List.copyOf(notices);
        kernel = phase == FirPhase.ZERO_DOUBLE ? autocorrelation(taps) : taps;
        shift = phase.isZero() ? (kernel.length - 1) / 2 : 0;
    }

    /** The taps convolved with their reverse, by the fast convolution itself. */
    private static double[] autocorrelation(double[] taps) {
        int count = taps.length;
        double[] reversed = new double[count];
        for (int k = 0; k < count; k++) {
            reversed[k] = taps[count - 1 - k];
        }
        double[] both = new double[2 * count - 1];
        FirConvolution convolution = new FirConvolution(reversed, 0,
                FirConvolution.bits(count, both.length, both.length));
        double[] window = new double[convolution.windowCount(both.length)];
        System.arraycopy(taps, 0, window, count - 1, count);
        for (int first = 0; first < both.length; first += convolution.pair()) {
            int here = Math.min(convolution.pair(), both.length - first);
            double[] part = Arrays.copyOfRange(window, first, first + convolution.windowCount(here));
            convolution.apply(part, here, both, first);
        }
        return both;
    }

    /** @return its taps; a copy */
    public double[] taps() {
        return taps.clone();
    }

    /** @return what it does to the phase */
    public FirPhase phase() {
        return phase;
    }

    /** @return samples per second it was designed for */
    public double samplingRateHz() {
        return samplingRateHz;
    }

    /** @return the edges of the band it keeps; NaN for an edge it does not have */
    public Band band() {
        return band;
    }

    /** @return what should be known about the design, such as a stop band that is hardly attenuated */
    public List<Notice> notices() {
        return notices;
    }

    /**
     * @param sampleCount samples of a series to be filtered
     * @return what should be known about filtering it: the notices of the design, and one when the series is shorter than the
     *     kernel
     */
    public List<Notice> noticesFor(long sampleCount) {
        List<Notice> all = new ArrayList<>(notices);
        if (taps.length > sampleCount) {
            all.add(new Notice("filter-longer-than-signal", String.format(Locale.ROOT,
                    "the filter has %d taps but the signal %d samples: expect distortion; filter a longer signal",
                    taps.length, sampleCount)));
        }
        return all;
    }

    /**
     * @param recording a recording
     * @return what should be known about filtering it, where its shortest stretch between gaps counts
     */
    public List<Notice> noticesFor(Recording recording) {
        return noticesFor(Stretches.of(recording).spans().stream().mapToLong(Stretches.Span::count).min()
                .orElse(Long.MAX_VALUE));
    }

    /**
     * @param frequencyHz from 0 to half the sampling rate
     * @return the gain there, of both passes together if there are two
     */
    public double gain(double frequencyHz) {
        double once = FirTaps.gain(taps, 2 * frequencyHz / samplingRateHz);
        return phase == FirPhase.ZERO_DOUBLE ? once * once : once;
    }

    int kernelLength() {
        return kernel.length;
    }

    /** @param bits logarithm of the block length */
    FirConvolution convolution(int bits) {
        return new FirConvolution(kernel, shift, bits);
    }

    OddReflection continued(long count) {
        return new OddReflection(count, taps.length - 1L);
    }

    /**
     * Filters one series.
     *
     * @param x its samples, finite; not changed
     * @return the filtered samples, as many, fresh
     */
    public double[] apply(double[] x) {
        double[][] one = {x.clone()};
        applyInPlace(one, Parallelism.single());
        return one[0];
    }

    /**
     * Filters several series.
     *
     * @param series channel x sample, finite, all equally long; overwritten by the filtered ones
     * @param parallelism threads to use
     */
    public void applyInPlace(double[][] series, Parallelism parallelism) {
        int count = series.length == 0 ? 0 : series[0].length;
        if (count == 0) {
            return;
        }
        FirConvolution convolution = convolution(FirConvolution.bits(kernel.length, count, Long.MAX_VALUE));
        OddReflection continued = continued(count);
        parallelism.forEach(series.length, c -> {
            if (series[c].length != count) {
                throw new EngramException("series 0 has " + count + " samples, series " + c + " "
                        + series[c].length + ": give equal lengths");
            }
            FiniteSamples.require(series[c], count, String.valueOf(c), 0);
            int step = Math.min(convolution.pair(), count);
            double[] window = new double[convolution.windowCount(step)];
            double[] out = new double[count];
            for (int first = 0; first < count; first += step) {
                int here = Math.min(step, count - first);
                continued.fill(series[c], 0, convolution.windowFirst(first), convolution.windowCount(here),
                        window, 0);
                convolution.apply(window, here, out, first);
            }
            System.arraycopy(out, 0, series[c], 0, count);
        });
    }

    /**
     * Filters the channels of a recording that measure the brain; see {@link #apply(Recording, int[])}.
     *
     * @param recording a recording
     * @return the filtered recording
     */
    public Recording apply(Recording recording) {
        return apply(recording, recording.channelsThat(channel -> channel.type().isBrain()));
    }

    /**
     * Filters some channels of a recording, block by block as samples are asked for, in memory that does not grow with the
     * recording. Each stretch between discontinuities is filtered by itself; samples inside an annotated gap stay as they
     * are.
     *
     * @param recording a recording of the sampling rate the filter was designed for
     * @param channels which channels to filter; the others stay as they are
     * @return the filtered recording; a channel's band is narrowed accordingly
     */
    public Recording apply(Recording recording, int... channels) {
        Objects.requireNonNull(recording, "recording");
        FilteredRecordings.requireRate(recording, samplingRateHz);
        if (channels.length == 0 || recording.sampleCount() == 0) {
            return recording;
        }
        return FilteredRecordings.narrowed(recording, channels, band,
                new FirSamples(recording, this, channels, Parallelism.available()));
    }
}
