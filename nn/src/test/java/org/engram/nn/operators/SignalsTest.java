package org.engram.nn.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.junit.jupiter.api.Test;

class SignalsTest {
    @Test
    void spectrumIsThatOfTheDefinition() {
        double[] signal = {1, -2, 0.5, 3, 0.25, -1};
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.differentiating()) {
            NDArray x = manager.create(signal);
            x.setRequiresGradient(true);
            NDArray spectrum = Signals.magnitudeSpectrum(x);
            double[] found = spectrum.toDoubleArray();
            assertEquals(4, found.length);
            for (int k = 0; k < found.length; k++) {
                assertEquals(magnitude(signal, 0, signal.length, k), found[k], 1e-13);
            }
            pass.backward(spectrum.get(1));
            double[] gradient = pass.gradient(x).toDoubleArray();
            for (int n = 0; n < signal.length; n++) {
                double[] above = signal.clone();
                double[] below = signal.clone();
                above[n] += 1e-6;
                below[n] -= 1e-6;
                double slope = (magnitude(above, 0, 6, 1) - magnitude(below, 0, 6, 1)) / 2e-6;
                assertEquals(slope, gradient[n], 1e-8);
            }
        }
    }

    @Test
    void silenceHasNoGradientRatherThanNone() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.differentiating()) {
            NDArray x = manager.zeros(new Shape(2, 8));
            x.setRequiresGradient(true);
            pass.backward(Signals.magnitudeSpectrum(x).sum());
            assertEquals(0, pass.gradient(x).abs().max().getFloat());
        }
    }

    @Test
    void spectrogramFramesLieInsideTheSignal() {
        double[] signal = new double[11];
        for (int n = 0; n < signal.length; n++) {
            signal[n] = Math.sin(n * n);
        }
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            NDArray window = manager.ones(new Shape(4), DataType.FLOAT64);
            NDArray frames = pass.keep(Signals.magnitudeSpectrogram(manager.create(signal), window, 3));
            assertEquals(new Shape(3, 3), frames.getShape());
            for (int frame = 0; frame < 3; frame++) {
                for (int k = 0; k < 3; k++) {
                    assertEquals(magnitude(signal, 3 * frame, 4, k), frames.getDouble(frame, k), 1e-13);
                }
            }
            assertThrows(ShapeException.class,
                    () -> Signals.magnitudeSpectrogram(manager.ones(new Shape(3)), window, 3));
        }
    }

    private static double magnitude(double[] signal, int from, int length, int frequency) {
        double real = 0;
        double imaginary = 0;
        for (int n = 0; n < length; n++) {
            double angle = 2 * Math.PI * frequency * n / length;
            real += signal[from + n] * Math.cos(angle);
            imaginary += signal[from + n] * Math.sin(angle);
        }
        return Math.hypot(real, imaginary);
    }
}
