package org.engram.nn.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Sines and cosines of a number at frequencies that fall geometrically (Vaswani et al. 2017): frequency i of n is
 * longest^(-i / (n - shift)). Computed in double precision up to the last step, so that a timestep of 1000 keeps its
 * phase.
 *
 * @param features of the result: sines and cosines together; if odd, a zero comes last
 * @param order of sines and cosines
 * @param longest wavelength over 2 pi: 10000 by custom
 * @param shift 0 where the lowest frequency is just not reached (Stable Diffusion), 1 where it is (older diffusion
 * models)
 * @param scale of the number before all
 */
public record Sinusoids(int features, Order order, double longest, double shift, double scale) {
    /** How sines and cosines stand. */
    public enum Order {
        /** All sines, then all cosines. */
        SINES_FIRST,
        /** All cosines, then all sines. */
        COSINES_FIRST,
        /** The sine of the first frequency, its cosine, the sine of the second, and so on. */
        INTERLEAVED
    }

    /** Checks the sizes. */
    public Sinusoids {
        int frequencies = features / 2;
        if (frequencies < 1 || !(frequencies > shift) || !(longest > 1)) {
            throw new IllegalArgumentException(
                    features + " features with shift " + shift + " and longest wavelength "
                            + longest
                            + " do not make sinusoids: there must be more frequencies than the shift, and a "
                            + "wavelength above 1");
        }
        if (order == Order.INTERLEAVED && features % 2 != 0) {
            throw new IllegalArgumentException(
                    features + " features cannot be interleaved: give an even number");
        }
    }

    /**
     * @param features of the result
     * @param order of sines and cosines
     * @return with wavelengths up to 10000, unscaled
     */
    public static Sinusoids of(int features, Order order) {
        return new Sinusoids(features, order, 10_000, 0, 1);
    }

    /** @return the same with another shift */
    public Sinusoids withShift(double otherShift) {
        return new Sinusoids(features, order, longest, otherShift, scale);
    }

    /** @return the same with another scale */
    public Sinusoids withScale(double otherScale) {
        return new Sinusoids(features, order, longest, shift, otherScale);
    }

    /**
     * A table of the sinusoids of 0, 1, 2, ..., one row each, as the start of a buffer or parameter that a checkpoint
     * holds.
     *
     * @return the table, whatever its number of rows: row-major, {@code features} elements a row
     */
    public Initialization table() {
        double[] frequencies = frequencies();
        int count = frequencies.length;
        return (stream, index) -> {
            int column = (int) (index % features);
            if (column == 2 * count) {
                return 0;
            }
            boolean interleaved = order == Order.INTERLEAVED;
            double angle = index / features * frequencies[interleaved ? column / 2 : column % count];
            boolean sine = interleaved
                    ? column % 2 == 0
                    : column < count == (order == Order.SINES_FIRST);
            return sine ? Math.sin(angle) : Math.cos(angle);
        };
    }

    /**
     * @param numbers of any shape and numeric type
     * @return (..., feature), float32
     */
    public NDArray of(NDArray numbers) {
        return of(numbers, DataType.FLOAT32);
    }

    /**
     * @param numbers of any shape and numeric type
     * @param type of the result
     * @return (..., feature)
     */
    public NDArray of(NDArray numbers, DataType type) {
        double[] frequencies = frequencies();
        NDArray phases = numbers.toType(DataType.FLOAT64, false).expandDims(-1)
                .mul(numbers.getManager().create(frequencies));
        NDArray sines = phases.sin();
        NDArray cosines = phases.cos();
        NDArray result = switch (order) {
            case SINES_FIRST -> sines.concat(cosines, -1);
            case COSINES_FIRST -> cosines.concat(sines, -1);
            case INTERLEAVED -> sines.stack(cosines, -1).reshape(numbers.getShape().add(features));
        };
        if (features % 2 != 0) {
            result = result.concat(sines.get("..., 0:1").zerosLike(), -1);
        }
        return result.toType(type, false);
    }

    private double[] frequencies() {
        int count = features / 2;
        double[] frequencies = new double[count];
        for (int i = 0; i < count; i++) {
            frequencies[i] = scale * Math.exp(-Math.log(longest) * i / (count - shift));
        }
        return frequencies;
    }
}
