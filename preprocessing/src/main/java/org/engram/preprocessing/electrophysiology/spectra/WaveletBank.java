package org.engram.preprocessing.electrophysiology.spectra;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.signal.ComplexFft;
import org.engram.core.ShapeException;

/**
 * Convolutions of series of one length with many wavelets, each centred on the sample it belongs to; beyond the ends a series
 * is zero. Done in the frequency domain: wavelets of similar length share a transform of the series, and since a wavelet's
 * conjugate is its mirror image its own transform is real. Immutable and thread-safe.
 */
final class WaveletBank {
    /** Longer transforms than needed by this factor are accepted, so that more wavelets share one. */
    private static final double WASTE = 1.12;

    private final int length;
    private final List<Group> groups = new ArrayList<>();
    private final int count;

    /** Wavelets that are applied by transforms of one length. */
    private record Group(ComplexFft fft, int[] wavelets, double[][] spectra) {}

    /** Memory for one thread. */
    static final class Scratch {
        private double[] signalReal = new double[0];
        private double[] signalImaginary = new double[0];
        private double[] real = new double[0];
        private double[] imaginary = new double[0];
        private double[] a = new double[0];
        private double[] b = new double[0];

        private void grow(int length) {
            if (real.length < length) {
                signalReal = new double[length];
                signalImaginary = new double[length];
                real = new double[length];
                imaginary = new double[length];
                a = new double[length];
                b = new double[length];
            }
        }
    }

    /** Receives the convolution with one wavelet; the arrays are used again afterwards. */
    @FunctionalInterface
    interface Receiver {
        void accept(int wavelet, double[] real, double[] imaginary);
    }

    WaveletBank(List<MorletWavelet> wavelets, int length) {
        this.length = length;
        this.count = wavelets.size();
        List<Integer> sorted = IntStream.range(0, count).boxed()
                .sorted((a, b) -> wavelets.get(b).half() - wavelets.get(a).half()).toList();
        for (int from = 0; from < count;) {
            int size = ComplexFft.fastLength(length + wavelets.get(sorted.get(from)).half());
            int to = from + 1;
            while (to < count && size <= WASTE * (length + wavelets.get(sorted.get(to)).half())) {
                to++;
            }
            groups.add(group(wavelets, sorted.subList(from, to), size));
            from = to;
        }
    }

    private static Group group(List<MorletWavelet> wavelets, List<Integer> members, int size) {
        ComplexFft fft = ComplexFft.of(size);
        int[] which = members.stream().mapToInt(Integer::intValue).toArray();
        double[][] spectra = new double[which.length][];
        for (int i = 0; i < which.length; i++) {
            MorletWavelet wavelet = wavelets.get(which[i]);
            double[] real = new double[size];
            double[] imaginary = new double[size];
            for (int n = 0; n < wavelet.real().length; n++) {
                int at = Math.floorMod(n - wavelet.half(), size);
                real[at] += wavelet.real()[n];
                imaginary[at] += wavelet.imaginary()[n];
            }
            fft.forward(real, imaginary);
            spectra[i] = real;
        }
        return new Group(fft, which, spectra);
    }

    int wavelets() {
        return count;
    }

    /**
     * @param x series of the length of this bank
     * @param receiver gets each wavelet's convolution once, in an order of this bank's choice: the first {@code length}
     *     values count
     */
    void apply(double[] x, Scratch scratch, Receiver receiver) {
        if (x.length != length) {
            throw new ShapeException("a series of " + x.length + " samples for wavelets made for " + length);
        }
        for (Group group : groups) {
            int size = group.fft().length();
            scratch.grow(size);
            System.arraycopy(x, 0, scratch.signalReal, 0, length);
            Arrays.fill(scratch.signalReal, length, size, 0);
            Arrays.fill(scratch.signalImaginary, 0, size, 0);
            group.fft().forward(scratch.signalReal, scratch.signalImaginary, scratch.a, scratch.b);
            for (int w = 0; w < group.wavelets().length; w++) {
                double[] spectrum = group.spectra()[w];
                for (int k = 0; k < size; k++) {
                    scratch.real[k] = scratch.signalReal[k] * spectrum[k];
                }
                for (int k = 0; k < size; k++) {
                    scratch.imaginary[k] = scratch.signalImaginary[k] * spectrum[k];
                }
                group.fft().inverse(scratch.real, scratch.imaginary, scratch.a, scratch.b);
                receiver.accept(group.wavelets()[w], scratch.real, scratch.imaginary);
            }
        }
    }
}
