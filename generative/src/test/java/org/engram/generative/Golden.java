package org.engram.generative;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import org.engram.nn.parity.Parity;

/**
 * What a reference implementation (PyTorch 2.13, diffusers 0.40, transformers, the published VDVAE source) gave in
 * float32 with weights of {@link org.engram.nn.parity.ScaledSineWeights}: the first four values of the flat result,
 * the last, their mean and their root mean square, each printed with six decimals.
 */
public record Golden(double first, double second, double third, double fourth, double last, double mean,
        double rootMeanSquare) {
    /** Sums of thousands of float32 terms in another order. */
    private static final double SINGLE = 2e-4;
    /** The reference's own float32 rounding, mostly of the frequencies of the time step: up to 1.6e-6 was seen. */
    private static final double DOUBLE = 3e-6;

    /** @param result of the tested network, whose type says how near it must come */
    public void check(NDArray result) {
        double tolerance = result.getDataType() == DataType.FLOAT64 ? DOUBLE : SINGLE;
        double[] values = Parity.numbers(result);
        assertEquals(first, values[0], tolerance, "first value");
        assertEquals(second, values[1], tolerance, "second value");
        assertEquals(third, values[2], tolerance, "third value");
        assertEquals(fourth, values[3], tolerance, "fourth value");
        assertEquals(last, values[values.length - 1], tolerance, "last value");
        assertEquals(mean, Arrays.stream(values).average().orElseThrow(), tolerance, "mean");
        double square = Arrays.stream(values).map(x -> x * x).average().orElseThrow();
        assertEquals(rootMeanSquare, Math.sqrt(square), tolerance, "root mean square");
    }
}
