package org.engram.compute.signal;

/** A Fourier transform of any length as a convolution with a chirp, done by transforms of a fast length. */
final class ChirpTransform {
    private final int length;
    private final ComplexFft fast;
    private final double[] chirpReal;
    private final double[] chirpImaginary;
    private final double[] spectrumReal;
    private final double[] spectrumImaginary;

    ChirpTransform(int length) {
        this.length = length;
        fast = ComplexFft.of(ComplexFft.fastLength(Math.multiplyExact(2, length) - 1));
        int padded = fast.length();
        chirpReal = new double[length];
        chirpImaginary = new double[length];
        spectrumReal = new double[padded];
        spectrumImaginary = new double[padded];
        for (int k = 0; k < length; k++) {
            // k^2 is taken modulo 2n in whole numbers: the angle stays small and exact.
            double angle = Math.PI * ((long) k * k % (2L * length)) / length;
            chirpReal[k] = Math.cos(angle);
            chirpImaginary[k] = Math.sin(angle);
            spectrumReal[k] = chirpReal[k];
            spectrumImaginary[k] = chirpImaginary[k];
            if (k > 0) {
                spectrumReal[padded - k] = chirpReal[k];
                spectrumImaginary[padded - k] = chirpImaginary[k];
            }
        }
        fast.forward(spectrumReal, spectrumImaginary);
    }

    void forward(double[] real, double[] imaginary) {
        double[] re = new double[fast.length()];
        double[] im = new double[fast.length()];
        for (int k = 0; k < length; k++) {
            re[k] = real[k] * chirpReal[k] + imaginary[k] * chirpImaginary[k];
            im[k] = imaginary[k] * chirpReal[k] - real[k] * chirpImaginary[k];
        }
        double[] scratchReal = new double[fast.length()];
        double[] scratchImaginary = new double[fast.length()];
        fast.forward(re, im, scratchReal, scratchImaginary);
        for (int k = 0; k < re.length; k++) {
            double product = re[k] * spectrumReal[k] - im[k] * spectrumImaginary[k];
            im[k] = re[k] * spectrumImaginary[k] + im[k] * spectrumReal[k];
            re[k] = product;
        }
        fast.inverse(re, im, scratchReal, scratchImaginary);
        for (int k = 0; k < length; k++) {
            real[k] = re[k] * chirpReal[k] + im[k] * chirpImaginary[k];
            imaginary[k] = im[k] * chirpReal[k] - re[k] * chirpImaginary[k];
        }
    }
}
