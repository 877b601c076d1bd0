package org.engram.preprocessing.electrophysiology.cleaning;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.filtering.FirDesign;
import org.engram.preprocessing.electrophysiology.filtering.FirFilter;
import org.engram.preprocessing.electrophysiology.filtering.FirPhase;
import org.engram.preprocessing.electrophysiology.filtering.IirFilter;
import org.engram.preprocessing.electrophysiology.filtering.LineNoise;

/** Line noise, then what is too slow or too fast. Edges that are not wanted are NaN. */
record FilterChain(double highPassHz, double lowPassHz, FilterMethod method, FirPhase phase,
        List<Double> notches,
        double lineHz, boolean spectrumFit) {
    static final FilterChain NONE = new FilterChain(Double.NaN, Double.NaN, FilterMethod.FIR, FirPhase.ZERO,
            List.of(), Double.NaN, false);

    FilterChain withHighPass(double value) {
        return new FilterChain(positive(value), lowPassHz, method, phase, notches, lineHz, spectrumFit);
    }

    FilterChain withLowPass(double value) {
        return new FilterChain(highPassHz, positive(value), method, phase, notches, lineHz, spectrumFit);
    }

    FilterChain withMethod(FilterMethod value) {
        return new FilterChain(highPassHz, lowPassHz, value, phase, notches, lineHz, spectrumFit);
    }

    FilterChain withPhase(FirPhase value) {
        return new FilterChain(highPassHz, lowPassHz, method, value, notches, lineHz, spectrumFit);
    }

    FilterChain withNotches(double... values) {
        List<Double> all = Arrays.stream(values).map(FilterChain::positive).boxed().toList();
        return new FilterChain(highPassHz, lowPassHz, method, phase, all, lineHz, spectrumFit);
    }

    FilterChain withLine(double value) {
        return new FilterChain(highPassHz, lowPassHz, method, phase, notches, positive(value), spectrumFit);
    }

    FilterChain withSpectrumFit(boolean value) {
        return new FilterChain(highPassHz, lowPassHz, method, phase, notches, lineHz, value);
    }

    private static double positive(double hertz) {
        if (!(hertz > 0) || Double.isInfinite(hertz)) {
            throw new IllegalArgumentException("a filter at " + hertz + " Hz: give a positive frequency");
        }
        return hertz;
    }

    boolean isAny() {
        return !Double.isNaN(highPassHz) || !Double.isNaN(lowPassHz) || !notches.isEmpty()
                || !Double.isNaN(lineHz) || spectrumFit;
    }

    Recording apply(Recording recording, int[] channels, List<String> steps, Consumer<Notice> notices) {
        Recording made = recording;
        double rate = recording.samplingRateHz();
        if (!notches.isEmpty()) {
            double[] hertz = notches.stream().mapToDouble(value -> value).toArray();
            made = spectrumFit
                    ? fitted(made, hertz, channels, steps)
                    : fir(made, FirDesign.notch(hertz, rate).phase(phase).build(), channels,
                            "notch filter at " + Words.hertz(hertz), steps, notices);
        }
        if (!Double.isNaN(lineHz)) {
            made = spectrumFit
                    ? fitted(made, LineNoise.harmonics(lineHz, rate), channels, steps)
                    : fir(made, LineNoise.notch(lineHz, rate), channels,
                            "notch filter at " + Words.hertz(lineHz) + " and its multiples", steps, notices);
        }
        if (spectrumFit && notches.isEmpty() && Double.isNaN(lineHz)) {
            made = LineNoise.anySinusoid(0.05, rate).apply(made, channels);
            steps.add("sinusoids that stand out (p < 0.05) fitted and subtracted in windows of 10 s");
        }
        boolean high = !Double.isNaN(highPassHz);
        boolean low = !Double.isNaN(lowPassHz);
        if (!high && !low) {
            return made;
        }
        if (high && low && !(highPassHz < lowPassHz)) {
            throw new IllegalArgumentException(
                    "the high-pass at " + highPassHz + " Hz lies above the low-pass at "
                            + lowPassHz + " Hz: nothing would be left");
        }
        return method == FilterMethod.IIR
                ? iir(made, high, low, channels, steps)
                : fir(made, design(rate, high, low).phase(phase).build(), channels, edges(high, low), steps,
                        notices);
    }

    private static Recording fitted(Recording recording, double[] hertz, int[] channels, List<String> steps) {
        steps.add("sinusoids at " + Words.hertz(hertz) + " fitted and subtracted in windows of 10 s");
        return LineNoise.at(hertz, recording.samplingRateHz()).apply(recording, channels);
    }

    private FirDesign design(double rate, boolean high, boolean low) {
        return high && low
                ? FirDesign.bandPass(highPassHz, lowPassHz, rate)
                : high ? FirDesign.highPass(highPassHz, rate) : FirDesign.lowPass(lowPassHz, rate);
    }

    private static Recording fir(Recording recording, FirFilter filter, int[] channels, String what,
            List<String> steps, Consumer<Notice> notices) {
        filter.noticesFor(recording).forEach(notices);
        steps.add(what + ", FIR of " + filter.taps().length + " taps, phase "
                + filter.phase().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        return filter.apply(recording, channels);
    }

    private Recording iir(Recording recording, boolean high, boolean low, int[] channels,
            List<String> steps) {
        double rate = recording.samplingRateHz();
        double highest = low ? lowPassHz : highPassHz;
        if (!(highest < rate / 2)) {
            throw new IllegalArgumentException("a filter edge lies at " + highest
                    + " Hz, but half the sampling rate is " + rate / 2 + " Hz: give a frequency below");
        }
        IirFilter filter = high && low
                ? IirFilter.bandPass(highPassHz, lowPassHz, rate)
                : high ? IirFilter.highPass(highPassHz, rate) : IirFilter.lowPass(lowPassHz, rate);
        steps.add(edges(high, low) + ", Butterworth filter of order " + IirFilter.DEFAULT_ORDER
                + ", forward and backward");
        return filter.apply(recording, channels);
    }

    private String edges(boolean high, boolean low) {
        return high && low
                ? "band-pass from " + Words.hertz(highPassHz) + " to " + Words.hertz(lowPassHz)
                : high ? "high-pass at " + Words.hertz(highPassHz) : "low-pass at " + Words.hertz(lowPassHz);
    }
}
