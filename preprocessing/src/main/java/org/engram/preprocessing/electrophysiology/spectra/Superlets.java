package org.engram.preprocessing.electrophysiology.spectra;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Power over time and frequency by fractional adaptive superlets: the geometric mean of the responses of wavelets with more
 * and more cycles, which is sharp in both time and frequency.
 *
 * <p>The order grows from {@code lowestOrder} at the lowest frequency to {@code highestOrder} at the highest in proportion to
 * frequency; of a fractional order the last wavelet counts by its fraction.
 *
 * <h2>References</h2> V. V. Moca, H. Barzan, A. Nagy-Dabacan, R. C. Muresan, Nature Communications 12, 2021. Wavelets have a standard
 * deviation of cycles / (5 x frequency) and are scaled so that an oscillation of amplitude A has the power A squared whatever
 * its frequency; implementations differ from each other by constant factors here.
 *
 * @param baseCycles cycles of the first wavelet; above 0
 * @param lowestOrder order at the lowest frequency; at least 1
 * @param highestOrder order at the highest frequency; at least the former
 */
public record Superlets(double baseCycles, double lowestOrder, double highestOrder) {
    private static final double SPREADS = 5;

    /** Base cycles 1, orders 3 to 30. */
    public static final Superlets DEFAULT = new Superlets(1, 3, 30);

    /** Checks the ranges. */
    public Superlets {
        if (!(baseCycles > 0) || !(lowestOrder >= 1) || !(highestOrder >= lowestOrder)) {
            throw new IllegalArgumentException("superlets of base cycles " + baseCycles + " and orders "
                    + lowestOrder + " to " + highestOrder
                    + ": expected positive cycles and orders from 1 that rise");
        }
    }

    /**
     * @param x a series; zero beyond its ends
     * @param samplingRateHz samples per second
     * @param frequenciesHz frequencies, rising
     * @return frequency x time: squared amplitude, in the square of the unit of the series
     */
    public double[][] power(double[] x, double samplingRateHz, double... frequenciesHz) {
        double[][] power = new double[frequenciesHz.length][];
        double low = frequenciesHz[0];
        double high = frequenciesHz[frequenciesHz.length - 1];
        WaveletBank.Scratch scratch = new WaveletBank.Scratch();
        for (int f = 0; f < frequenciesHz.length; f++) {
            double order = high > low
                    ? lowestOrder + (highestOrder - lowestOrder) * (frequenciesHz[f] - low) / (high - low)
                    : lowestOrder;
            power[f] = superlet(x, samplingRateHz, frequenciesHz[f], order, scratch);
        }
        return power;
    }

    private double[] superlet(double[] x, double samplingRateHz, double frequencyHz, double order,
            WaveletBank.Scratch scratch) {
        int whole = (int) Math.floor(order);
        double fraction = order - whole;
        int count = fraction > 0 ? whole + 1 : whole;
        List<MorletWavelet> wavelets = new ArrayList<>();
        for (int o = 1; o <= count; o++) {
            wavelets.add(wavelet(frequencyHz, baseCycles * o, samplingRateHz));
        }
        double[] logSum = new double[x.length];
        new WaveletBank(wavelets, x.length).apply(x, scratch, (o, real, imaginary) -> {
            double weight = o < whole ? 1 : fraction;
            for (int t = 0; t < logSum.length; t++) {
                logSum[t] += weight * Math.log(4 * (real[t] * real[t] + imaginary[t] * imaginary[t]));
            }
        });
        return Arrays.stream(logSum).map(sum -> Math.exp(sum / order)).toArray();
    }

    /** A wavelet whose envelope sums to 1; a support of ten spreads holds all of it. */
    private static MorletWavelet wavelet(double frequencyHz, double cycles, double samplingRateHz) {
        double spread = cycles / (SPREADS * frequencyHz);
        int half = (int) Math.ceil(5 * spread * samplingRateHz);
        double[] real = new double[2 * half + 1];
        double[] imaginary = new double[2 * half + 1];
        double sum = 0;
        for (int i = 0; i < real.length; i++) {
            double time = (i - half) / samplingRateHz;
            double envelope = Math.exp(-time * time / (2 * spread * spread));
            real[i] = envelope * Math.cos(2 * Math.PI * frequencyHz * time);
            imaginary[i] = envelope * Math.sin(2 * Math.PI * frequencyHz * time);
            sum += envelope;
        }
        for (int i = 0; i < real.length; i++) {
            real[i] /= sum;
            imaginary[i] /= sum;
        }
        return new MorletWavelet(frequencyHz, cycles, real, imaginary);
    }
}
