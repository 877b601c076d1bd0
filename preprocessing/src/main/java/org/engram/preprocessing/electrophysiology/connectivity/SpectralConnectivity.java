package org.engram.preprocessing.electrophysiology.connectivity;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.engram.compute.signal.RealFft;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.recording.Epochs;
import org.engram.preprocessing.electrophysiology.spectra.Taper;

/**
 * Relations between the phases and amplitudes of channels in a band of frequencies, over trials. Each trial loses its mean,
 * is tapered (Hann) and transformed whole; measures are computed at each frequency over trials and averaged over the band.
 *
 * <p>Memory grows with channels squared times frequencies of the band, not with trials. Immutable and thread-safe; results do
 * not depend on the number of threads.
 *
 * @param lowHz lower edge of the band
 * @param highHz upper edge of the band, included
 * @param measures what to compute, at least one
 */
public record SpectralConnectivity(double lowHz, double highHz, Set<PhaseMeasure> measures) {
    private static final int SUMS = 7;
    private static final int FEWEST_TRIALS = 2;

    /** Checks the ranges. */
    public SpectralConnectivity {
        if (!(lowHz >= 0) || !(highHz >= lowHz) || measures.isEmpty()) {
            throw new IllegalArgumentException(
                    "connectivity from " + lowHz + " to " + highHz + " Hz with " + measures
                            + ": expected a band and at least one measure");
        }
        measures = EnumSet.copyOf(measures);
    }

    /**
     * @param epochs trials, two at least
     * @param channels indices of the channels
     * @param parallelism threads
     * @param progress told how far it is
     * @return one matrix for each measure
     * @throws IOException if the epochs cannot be read
     */
    public Map<PhaseMeasure, ConnectivityMatrix> of(Epochs epochs, int[] channels, Parallelism parallelism,
            Progress progress) throws IOException {
        RealFft fft = RealFft.of(epochs.timeCount());
        double step = epochs.samplingRateHz() / epochs.timeCount();
        int[] bins = IntStream.range(0, fft.bins())
                .filter(k -> k * step >= lowHz - 1e-9 && k * step <= highHz + 1e-9)
                .toArray();
        if (bins.length == 0 || epochs.trialCount() < FEWEST_TRIALS) {
            throw new EngramException(epochs.trialCount() + " trials of " + epochs.timeCount()
                    + " samples have "
                    + bins.length + " frequencies from " + lowHz + " to " + highHz + " Hz (step " + step
                    + " Hz): connectivity needs two trials and one frequency");
        }
        int n = channels.length;
        // Sums over trials of each pair i < j at each frequency, pair after pair.
        double[][][] sums = new double[bins.length][n][];
        double[][] powers = new double[bins.length][n];
        for (double[][] bin : sums) {
            Arrays.setAll(bin, i -> new double[SUMS * (n - 1 - i)]);
        }
        try (Progress.Task task = progress.begin("connectivity", epochs.trialCount())) {
            for (int trial = 0; trial < epochs.trialCount(); trial++) {
                double[][][] spectra = spectra(epochs.read(trial, channels), fft, bins, parallelism);
                parallelism.forEach(bins.length, b -> accumulate(spectra[b], sums[b], powers[b]));
                task.advance(1);
            }
        }
        List<String> names = IntStream.of(channels).mapToObj(c -> epochs.channels().get(c).name()).toList();
        Map<PhaseMeasure, ConnectivityMatrix> result = new EnumMap<>(PhaseMeasure.class);
        for (PhaseMeasure measure : measures) {
            double[][] values = values(measure, sums, powers, epochs.trialCount());
            result.put(measure, new ConnectivityMatrix(names, values, measure.name().toLowerCase(Locale.ROOT)
                    .replace('_', ' ') + ", " + lowHz + "-" + highHz + " Hz"));
        }
        return result;
    }

    /** Frequency x {real, imaginary} x channel. */
    private static double[][][] spectra(double[][] samples, RealFft fft, int[] bins,
            Parallelism parallelism) {
        double[] window = Taper.HANN.samples(fft.length());
        double[][][] spectra = new double[bins.length][2][samples.length];
        parallelism.forEach(samples.length, c -> {
            double mean = Arrays.stream(samples[c]).average().orElse(0);
            double[] tapered = new double[fft.length()];
            for (int i = 0; i < tapered.length; i++) {
                tapered[i] = (samples[c][i] - mean) * window[i];
            }
            double[] real = new double[fft.bins()];
            double[] imaginary = new double[fft.bins()];
            fft.forward(tapered, real, imaginary);
            for (int b = 0; b < bins.length; b++) {
                spectra[b][0][c] = real[bins[b]];
                spectra[b][1][c] = imaginary[bins[b]];
            }
        });
        return spectra;
    }

    private static void accumulate(double[][] spectrum, double[][] sums, double[] powers) {
        double[] re = spectrum[0];
        double[] im = spectrum[1];
        for (int i = 0; i < re.length; i++) {
            powers[i] += re[i] * re[i] + im[i] * im[i];
            double[] row = sums[i];
            for (int j = i + 1; j < re.length; j++) {
                int at = SUMS * (j - i - 1);
                double real = re[i] * re[j] + im[i] * im[j];
                double imaginary = im[i] * re[j] - re[i] * im[j];
                double modulus = Math.sqrt(real * real + imaginary * imaginary);
                row[at] += real;
                row[at + 1] += imaginary;
                if (modulus > 0) {
                    row[at + 2] += real / modulus;
                    row[at + 3] += imaginary / modulus;
                }
                row[at + 4] += Math.signum(imaginary);
                row[at + 5] += Math.abs(imaginary);
                row[at + 6] += imaginary * imaginary;
            }
        }
    }

    private static double[][] values(PhaseMeasure measure, double[][][] sums, double[][] powers, int trials) {
        int n = powers[0].length;
        double[][] values = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                double mean = 0;
                for (int b = 0; b < sums.length; b++) {
                    mean += value(measure, sums[b][i], SUMS * (j - i - 1), powers[b][i] * powers[b][j],
                            trials);
                }
                mean /= sums.length;
                values[i][j] = mean;
                values[j][i] = measure == PhaseMeasure.IMAGINARY_COHERENCE ? -mean : mean;
            }
        }
        return values;
    }

    private static double value(PhaseMeasure measure, double[] s, int at, double powers, int trials) {
        switch (measure) {
            case COHERENCE :
                return ratio(Math.hypot(s[at], s[at + 1]), Math.sqrt(powers));
            case IMAGINARY_COHERENCE :
                return ratio(s[at + 1], Math.sqrt(powers));
            case PHASE_LOCKING :
                return Math.hypot(s[at + 2], s[at + 3]) / trials;
            case PAIRWISE_PHASE_CONSISTENCY :
                double squared = s[at + 2] * s[at + 2] + s[at + 3] * s[at + 3];
                return (squared - trials) / (trials * (trials - 1.0));
            case PHASE_LAG_INDEX :
                return Math.abs(s[at + 4]) / trials;
            case WEIGHTED_PHASE_LAG_INDEX :
                return ratio(Math.abs(s[at + 1]), s[at + 5]);
            default :
                return ratio(s[at + 1] * s[at + 1] - s[at + 6], s[at + 5] * s[at + 5] - s[at + 6]);
        }
    }

    private static double ratio(double above, double below) {
        return below == 0 ? 0 : above / below;
    }
}
