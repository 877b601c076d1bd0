package org.engram.nn.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.TreeMap;
import org.engram.nn.layers.Layer;

/**
 * Weights and inputs given by formulas, so that the results of a reference implementation need no files.
 *
 * <p>Element k (row-major) of the i-th tensor in the order of the names has s = sin(0.7 k + 0.3 i): s sqrt(first
 * size / number of elements) where it has two axes or more, 1 + s / 10 where it is a gain (a vector called weight
 * or g), s / 20 where it is another vector; rounded to float32. Element k of an input is cos(w k).
 */
public final class ScaledSineWeights {
    private ScaledSineWeights() {}

    /**
     * @param layer not yet initialized
     * @param manager owns the arrays
     * @param type float32, or float64 for the same weights in more precise arithmetic
     */
    public static void fill(Layer layer, NDManager manager, DataType type) {
        layer.initialize(manager, type, 1);
        int tensor = 0;
        for (var entry : new TreeMap<>(layer.state()).entrySet()) {
            Parameter parameter = entry.getValue();
            double[] values = values(entry.getKey(), tensor++, parameter.getShape());
            try (NDArray wide = manager.create(values, parameter.getShape());
                    NDArray array = wide.toType(parameter.getArray().getDataType(), true)) {
                array.copyTo(parameter.getArray());
            }
        }
    }

    private static double[] values(String name, int tensor, Shape shape) {
        boolean matrix = shape.dimension() >= 2;
        boolean gain = !matrix && (name.endsWith("weight") || name.endsWith(".g"));
        double scale = Math.sqrt((double) shape.get(0) / shape.size());
        double[] values = new double[Math.toIntExact(shape.size())];
        for (int k = 0; k < values.length; k++) {
            double s = Math.sin(0.7 * k + 0.3 * tensor);
            values[k] = (float) (matrix ? s * scale : gain ? 1 + 0.1 * s : 0.05 * s);
        }
        return values;
    }

    /**
     * @param manager owns the array
     * @param type of the array
     * @param frequency w
     * @param shape of the array
     * @return cos(w k)
     */
    public static NDArray cosines(NDManager manager, DataType type, double frequency, long... shape) {
        Shape size = new Shape(shape);
        double[] values = new double[Math.toIntExact(size.size())];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) Math.cos(frequency * k);
        }
        return manager.create(values, size).toType(type, false);
    }
}
