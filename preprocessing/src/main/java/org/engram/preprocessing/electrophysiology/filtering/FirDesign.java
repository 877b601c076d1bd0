package org.engram.preprocessing.electrophysiology.filtering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Band;

/**
 * Designs FIR filters from their edges. What is not said is chosen: transitions a quarter of the edge frequency but at
 * least 2 Hz where there is room, the length that the narrowest transition needs, a Hamming window, zero phase.
 *
 * <pre>{@code
 * FirFilter filter = FirDesign.bandPass(1, 40, recording.samplingRateHz()).build();
 * Recording filtered = filter.apply(recording);
 * }</pre>
 *
 * <h2>References</h2> A. Widmann, E. Schroeger, B. Maess, J. Neurosci. Methods 250, 2015; defaults as MNE-Python 1.x.
 */
public final class FirDesign {
    private static final double STOP_DECIBELS = 20;
    private static final double HALF_STOP_DECIBELS = 12;

    private enum Kind {
        LOW_PASS, HIGH_PASS, BAND_PASS, BAND_STOP
    }

    private final Kind kind;
    private final double[] low;
    private final double[] high;
    private final double samplingRateHz;
    private double lowTransitionHz = Double.NaN;
    private double highTransitionHz = Double.NaN;
    private int length;
    private double lengthSeconds = Double.NaN;
    private FirWindow window = FirWindow.HAMMING;
    private FirPhase phase = FirPhase.ZERO;
    private FirMethod method = FirMethod.WINDOWED_SINC;

    private FirDesign(Kind kind, double[] low, double[] high, double samplingRateHz) {
        if (!(samplingRateHz > 0) || Double.isInfinite(samplingRateHz)) {
            throw new IllegalArgumentException(
                    "sampling rate is " + samplingRateHz + " Hz: give a positive number");
        }
        this.kind = kind;
        this.low = low;
        this.high = high;
        this.samplingRateHz = samplingRateHz;
        for (double edge : low) {
            requireEdge(edge);
        }
        for (double edge : high) {
            requireEdge(edge);
        }
    }

    private void requireEdge(double edge) {
        if (!(edge > 0)) {
            throw new IllegalArgumentException("a filter edge lies at " + edge
                    + " Hz: give a frequency above 0, or leave that edge out");
        }
        if (!(edge < samplingRateHz / 2)) {
            throw new IllegalArgumentException(
                    "a filter edge lies at " + edge + " Hz, but half the sampling rate is "
                            + samplingRateHz / 2 + " Hz: give a frequency below");
        }
    }

    /**
     * @param highHz upper edge of what is kept
     * @param samplingRateHz samples per second
     * @return a design of a filter that keeps what is slower
     */
    public static FirDesign lowPass(double highHz, double samplingRateHz) {
        return new FirDesign(Kind.LOW_PASS, new double[0], new double[] {highHz}, samplingRateHz);
    }

    /**
     * @param lowHz lower edge of what is kept
     * @param samplingRateHz samples per second
     * @return a design of a filter that keeps what is faster
     */
    public static FirDesign highPass(double lowHz, double samplingRateHz) {
        return new FirDesign(Kind.HIGH_PASS, new double[] {lowHz}, new double[0], samplingRateHz);
    }

    /**
     * @param lowHz lower edge of what is kept
     * @param highHz upper edge, above the lower: to remove a band use {@link #bandStop}
     * @param samplingRateHz samples per second
     * @return a design of a filter that keeps what lies between
     */
    public static FirDesign bandPass(double lowHz, double highHz, double samplingRateHz) {
        if (!(lowHz < highHz)) {
            throw new IllegalArgumentException("a band from " + lowHz + " to " + highHz
                    + " Hz: give the lower edge first, or bandStop to remove a band");
        }
        return new FirDesign(Kind.BAND_PASS, new double[] {lowHz}, new double[] {highHz}, samplingRateHz);
    }

    /**
     * @param lowHz where the gain begins to fall
     * @param highHz where it is 1 again
     * @param samplingRateHz samples per second
     * @return a design of a filter that removes what lies between
     */
    public static FirDesign bandStop(double lowHz, double highHz, double samplingRateHz) {
        if (!(lowHz < highHz)) {
            throw new IllegalArgumentException(
                    "a band from " + lowHz + " to " + highHz + " Hz: give the lower edge first");
        }
        return new FirDesign(Kind.BAND_STOP, new double[] {lowHz}, new double[] {highHz}, samplingRateHz);
    }

    /**
     * Removes narrow bands of width f / 200 around frequencies, with transitions of 0.5 Hz on either side, by one kernel.
     *
     * @param frequenciesHz what to remove, in any order
     * @param samplingRateHz samples per second
     * @return a design of a filter that removes them
     */
    public static FirDesign notch(double[] frequenciesHz, double samplingRateHz) {
        double[] widths = Arrays.stream(frequenciesHz).map(f -> f / 200).toArray();
        return notch(frequenciesHz, widths, 1, samplingRateHz);
    }

    /**
     * Removes narrow bands by one kernel.
     *
     * @param frequenciesHz what to remove, in any order
     * @param widthsHz how wide each stop band is, as many
     * @param transitionHz both transitions of a band together
     * @param samplingRateHz samples per second
     * @return a design of a filter that removes them
     */
    public static FirDesign notch(double[] frequenciesHz, double[] widthsHz, double transitionHz,
            double samplingRateHz) {
        int count = frequenciesHz.length;
        if (count == 0 || widthsHz.length != count) {
            throw new IllegalArgumentException("a notch filter was given " + count + " frequencies and "
                    + widthsHz.length + " widths: give as many of both, at least one");
        }
        double[] low = new double[count];
        double[] high = new double[count];
        for (int i = 0; i < count; i++) {
            if (!(widthsHz[i] >= 0)) {
                throw new IllegalArgumentException(
                        "the notch at " + frequenciesHz[i] + " Hz is " + widthsHz[i] + " Hz wide");
            }
            low[i] = frequenciesHz[i] - widthsHz[i] / 2 - transitionHz / 2;
            high[i] = frequenciesHz[i] + widthsHz[i] / 2 + transitionHz / 2;
        }
        return new FirDesign(Kind.BAND_STOP, low, high, samplingRateHz)
                .transitions(transitionHz / 2, transitionHz / 2);
    }

    /**
     * @param lowHz width of the transition at the lower edge; NaN for min(max(l / 4, 2), l)
     * @param highHz width at the upper edge; NaN for min(max(h / 4, 2), fs / 2 - h)
     * @return this
     */
    public FirDesign transitions(double lowHz, double highHz) {
        if (lowHz <= 0 || highHz <= 0) {
            throw new IllegalArgumentException("transitions are " + lowHz + " and " + highHz
                    + " Hz wide: give positive widths, or NaN to have them chosen");
        }
        lowTransitionHz = lowHz;
        highTransitionHz = highHz;
        return this;
    }

    /**
     * @param samples taps of the kernel; an even number is raised by one
     * @return this
     */
    public FirDesign length(int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("a filter of " + samples + " taps: give 1 or more");
        }
        length = samples;
        return this;
    }

    /**
     * @param seconds duration of the kernel
     * @return this
     */
    public FirDesign lengthSeconds(double seconds) {
        if (!(seconds > 0) || seconds * samplingRateHz > 1 << 26) {
            throw new IllegalArgumentException("a filter of " + seconds + " s at " + samplingRateHz
                    + " Hz: give a positive duration of at most " + (1 << 26) + " samples");
        }
        lengthSeconds = seconds;
        return this;
    }

    /**
     * @param value taper of the kernel. Default {@link FirWindow#HAMMING}
     * @return this
     */
    public FirDesign window(FirWindow value) {
        window = value;
        return this;
    }

    /**
     * @param value what happens to the phase. Default {@link FirPhase#ZERO}
     * @return this
     */
    public FirDesign phase(FirPhase value) {
        phase = value;
        return this;
    }

    /**
     * @param value how taps are found. Default {@link FirMethod#WINDOWED_SINC}
     * @return this
     */
    public FirDesign method(FirMethod value) {
        method = value;
        return this;
    }

    private record Corner(double frequencyHz, double gain) {}

    /**
     * @return the filter; an error when an edge with its transition leaves the range from 0 to half the sampling rate, when
     *     stop bands overlap, or when a length that was given is too short for a transition
     */
    public FirFilter build() {
        List<Corner> corners = new ArrayList<>();
        double narrowest = Double.POSITIVE_INFINITY;
        for (double edge : low) {
            double width = Double.isNaN(lowTransitionHz)
                    ? Math.min(Math.max(0.25 * edge, 2), edge)
                    : lowTransitionHz;
            narrowest = Math.min(narrowest, width);
            double far = edge + (kind == Kind.BAND_STOP ? width : -width);
            if (far < 0) {
                throw new EngramException("the stop band below " + edge + " Hz would end at " + far
                        + " Hz: raise the edge or narrow the transition of " + width + " Hz");
            }
            corners.add(new Corner(edge, 1));
            corners.add(new Corner(far, 0));
        }
        double nyquist = samplingRateHz / 2;
        for (double edge : high) {
            double width = Double.isNaN(highTransitionHz)
                    ? Math.min(Math.max(0.25 * edge, 2), nyquist - edge)
                    : highTransitionHz;
            narrowest = Math.min(narrowest, width);
            double far = edge + (kind == Kind.BAND_STOP ? -width : width);
            if (far > nyquist) {
                throw new EngramException("the stop band above " + edge + " Hz would begin at " + far
                        + " Hz, past half the sampling rate of " + samplingRateHz
                        + " Hz: lower the edge or narrow the transition of " + width + " Hz");
            }
            corners.add(new Corner(edge, 1));
            corners.add(new Corner(far, 0));
        }
        requireStopBands(corners);
        corners.sort(Comparator.comparingDouble(Corner::frequencyHz));
        if (corners.get(0).frequencyHz() != 0) {
            corners.add(0, new Corner(0, corners.get(0).gain()));
        }
        if (corners.get(corners.size() - 1).frequencyHz() != nyquist) {
            corners.add(new Corner(nyquist, corners.get(corners.size() - 1).gain()));
        }
        requireSeparate(corners);
        return build(corners, taps(narrowest));
    }

    /** Before sorting: the far ends of the lower transitions come first, those of the upper ones after. */
    private void requireStopBands(List<Corner> corners) {
        for (int i = 0; kind == Kind.BAND_STOP && i < low.length; i++) {
            double from = corners.get(2 * i + 1).frequencyHz();
            double to = corners.get(2 * (low.length + i) + 1).frequencyHz();
            if (from > to) {
                throw new EngramException("the transitions of the band from " + low[i] + " to " + high[i]
                        + " Hz cross, the one down ending at " + from + " Hz and the one up beginning at "
                        + to
                        + " Hz: narrow them with transitions(low, high)");
            }
        }
    }

    private static void requireSeparate(List<Corner> corners) {
        for (int i = 2; i < corners.size(); i++) {
            double bend = corners.get(i).gain() - 2 * corners.get(i - 1).gain() + corners.get(i - 2).gain();
            if (Math.abs(bend) > 1) {
                throw new EngramException("edges of the filter cross near " + corners.get(i - 1).frequencyHz()
                        + " Hz: move the bands apart or narrow the transitions");
            }
        }
    }

    private int taps(double narrowest) {
        double seconds = Double.isNaN(lengthSeconds)
                ? window.lengthFactor() * (method == FirMethod.FREQUENCY_SAMPLING ? 2 : 1) / narrowest
                : lengthSeconds;
        double samples = length > 0 ? length : Math.ceil(seconds * samplingRateHz);
        if (samples > 1 << 26) {
            throw new EngramException(
                    "a transition of " + narrowest + " Hz at " + samplingRateHz + " Hz needs "
                            + (long) samples + " taps: widen it or resample first");
        }
        return (int) samples | 1;
    }

    private FirFilter build(List<Corner> corners, int taps) {
        double nyquist = samplingRateHz / 2;
        double[] frequency = corners.stream().mapToDouble(c -> c.frequencyHz() / nyquist).toArray();
        double[] gain = corners.stream().mapToDouble(Corner::gain).toArray();
        boolean half = phase == FirPhase.MINIMUM_HALF;
        int designed = half ? 2 * taps - 1 : taps;
        double[] kernel = method == FirMethod.WINDOWED_SINC
                ? FirTaps.windowedSinc(designed, frequency, gain, window, nyquist)
                : FirTaps.frequencySampling(designed, frequency, gain, window);
        if (phase.isMinimum()) {
            kernel = FirTaps.minimumPhase(kernel, half);
        }
        List<Notice> notices = new ArrayList<>();
        double worst = -1;
        double place = 0;
        for (int i = 0; i < gain.length; i++) {
            double here = gain[i] == 0 ? FirTaps.gain(kernel, frequency[i]) : -1;
            if (here > worst) {
                worst = here;
                place = corners.get(i).frequencyHz();
            }
        }
        double decibels = -20 * Math.log10(Math.max(worst, 1e-20)) * (phase == FirPhase.ZERO_DOUBLE ? 2 : 1);
        if (worst >= 0 && decibels < (half ? HALF_STOP_DECIBELS : STOP_DECIBELS)) {
            notices.add(new Notice("filter-attenuation-low", String.format(Locale.ROOT,
                    "the filter takes only %.1f dB away at %.3f Hz, where its stop band begins: make it longer",
                    decibels, place)));
        }
        return new FirFilter(kernel, phase, samplingRateHz, band(), notices);
    }

    private Band band() {
        return new Band(kind == Kind.HIGH_PASS || kind == Kind.BAND_PASS ? low[0] : Double.NaN,
                kind == Kind.LOW_PASS || kind == Kind.BAND_PASS ? high[0] : Double.NaN);
    }
}
