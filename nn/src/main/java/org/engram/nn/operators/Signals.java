package org.engram.nn.operators;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.engram.core.ShapeException;

/**
 * Spectra that gradients pass through. A magnitude has no gradient at zero; zero is taken there, so that a masked
 * stretch of signal gives no NaN.
 */
public final class Signals {
    private Signals() {}

    /**
     * |DFT| along the last axis, not normalised.
     *
     * @param x (..., sample), real
     * @return (..., sample / 2 + 1): frequencies 0 to half the sampling rate
     */
    public static NDArray magnitudeSpectrum(NDArray x) {
        return TorchScript.callForOne("magnitude_spectrum", List.of(x));
    }

    /**
     * |STFT| along the last axis, not normalised: frames lie wholly inside the signal, the first at its start.
     *
     * @param x (..., sample), real
     * @param window (frame length): the weight of each sample of a frame
     * @param hop samples between the starts of neighbouring frames
     * @return (..., frame, frame length / 2 + 1)
     * @throws ShapeException when the signal is shorter than one frame
     */
    public static NDArray magnitudeSpectrogram(NDArray x, NDArray window, int hop) {
        long length = window.getShape().size();
        long samples = x.getShape().get(x.getShape().dimension() - 1);
        if (samples < length) {
            throw new ShapeException("a signal of shape " + x.getShape() + " is shorter than one frame of "
                    + length + " samples");
        }
        return TorchScript.callForOne("magnitude_spectrogram", List.of(x, window), length, hop);
    }
}
