package org.engram.preprocessing.electrophysiology.resampling;

/**
 * Resampling by a ratio of whole numbers with a windowed-sinc low-pass (Kaiser, beta 5, ten periods of the slower rate on
 * either side), of which only the taps that meet a sample are used. Ends are continued by even reflection. Immutable and
 * thread-safe.
 *
 * <h2>References</h2> R. E. Crochiere, L. R. Rabiner, Multirate Digital Signal Processing, 1983, chapter 4; as SciPy's
 * {@code resample_poly(..., padtype="reflect")}.
 */
public final class PolyphaseResampler {
    private static final double BETA = 5;
    private final Ratio ratio;
    private final int half;
    /** Taps of each phase, reversed, so that they run along the samples. */
    private final double[][] bank;

    /** @param ratio samples afterwards for samples before */
    public PolyphaseResampler(Ratio ratio) {
        this.ratio = ratio;
        int slowest = Math.max(ratio.up(), ratio.down());
        half = slowest == 1 ? 0 : 10 * slowest;
        double[] taps = lowPass(2 * half + 1, 1.0 / slowest, ratio.up());
        bank = new double[ratio.up()][];
        for (int phase = 0; phase < bank.length; phase++) {
            int count = (taps.length - phase + ratio.up() - 1) / ratio.up();
            bank[phase] = new double[count];
            for (int i = 0; i < count; i++) {
                bank[phase][count - 1 - i] = taps[phase + i * ratio.up()];
            }
        }
    }

    private static double[] lowPass(int length, double cutoff, double gain) {
        double[] taps = new double[length];
        double sum = 0;
        for (int k = 0; k < length; k++) {
            double middle = k - 0.5 * (length - 1);
            double x = Math.PI * cutoff * middle;
            double place = length == 1 ? 0 : 2 * middle / (length - 1);
            taps[k] = (x == 0 ? 1 : Math.sin(x) / x)
                    * bessel(BETA * Math.sqrt(Math.max(0, 1 - place * place)));
            sum += taps[k];
        }
        for (int k = 0; k < length; k++) {
            taps[k] *= gain / sum;
        }
        return taps;
    }

    /** The modified Bessel function of order 0, by its series, which converges fast up to 5. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > 1e-18 * sum; k++) {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }
        return sum;
    }

    /** @return the ratio */
    public Ratio ratio() {
        return ratio;
    }

    /**
     * @param x samples; not changed
     * @return ceil(n up / down) samples, fresh; NaN spreads as far as the filter reaches
     */
    public double[] apply(double[] x) {
        long count = ((long) x.length * ratio.up() + ratio.down() - 1) / ratio.down();
        double[] y = new double[Math.toIntExact(count)];
        if (x.length > 0) {
            apply(x, 0, x.length, 0, 0, y, 0, y.length);
        }
        return y;
    }

    /** The first index of the series, possibly negative, that output {@code m} of that offset needs. */
    long firstNeeded(long m, long offset) {
        long place = offset + m * ratio.down() + half;
        return Math.floorDiv(place, ratio.up()) - bank[(int) Math.floorMod(place, (long) ratio.up())].length
                + 1;
    }

    /** One past the last index that output {@code m} needs. */
    long endNeeded(long m, long offset) {
        return Math.floorDiv(offset + m * ratio.down() + half, ratio.up()) + 1;
    }

    /**
     * Makes some outputs from a part of the series, which must hold all that they need.
     *
     * @param part samples from {@code partFirst} on of a series of {@code total}
     * @param offset place of output 0, in samples of the series times {@code up}
     */
    void apply(double[] part, long partFirst, long total, long offset, long firstOutput, double[] into,
            int at,
            int count) {
        for (int i = 0; i < count; i++) {
            long place = offset + (firstOutput + i) * ratio.down() + half;
            double[] taps = bank[(int) Math.floorMod(place, (long) ratio.up())];
            long first = Math.floorDiv(place, ratio.up()) - taps.length + 1;
            into[at + i] = first >= partFirst
                    && first + taps.length <= Math.min(total, partFirst + part.length)
                            ? product(taps, part, (int) (first - partFirst))
                            : reflected(taps, part, partFirst, first, total);
        }
    }

    private static double product(double[] taps, double[] x, int from) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int k = 0;
        for (; k + 3 < taps.length; k += 4) {
            a += taps[k] * x[from + k];
            b += taps[k + 1] * x[from + k + 1];
            c += taps[k + 2] * x[from + k + 2];
            d += taps[k + 3] * x[from + k + 3];
        }
        for (; k < taps.length; k++) {
            a += taps[k] * x[from + k];
        }
        return a + b + (c + d);
    }

    private static double reflected(double[] taps, double[] part, long partFirst, long first, long total) {
        double sum = 0;
        long period = Math.max(1, 2 * (total - 1));
        for (int k = 0; k < taps.length; k++) {
            long index = Math.floorMod(first + k, period);
            sum += taps[k] * part[(int) ((index < total ? index : period - index) - partFirst)];
        }
        return sum;
    }
}
