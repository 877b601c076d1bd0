package org.engram.benchmarks.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.engram.nn.layers.Layer;

/** Weights and inputs that follow from a formula, so that two programs start from the same numbers. */
final class FormulaValues {
    private FormulaValues() {}

    /** Parameter number i of the sorted names gets sines of 0.7 k + 0.3 i, scaled by its fan in. */
    static void fill(Layer network) {
        int number = 0;
        for (Map.Entry<String, Parameter> entry : new TreeMap<>(network.learned()).entrySet()) {
            NDArray array = entry.getValue().getArray();
            Shape shape = array.getShape();
            FloatBuffer values = array.toByteBuffer(true).asFloatBuffer(); // the weights themselves
            double scale = Math.sqrt((double) shape.get(0) / values.capacity());
            for (int k = 0; k < values.capacity(); k++) {
                double sine = Math.sin(0.7 * k + 0.3 * number);
                if (shape.dimension() > 1) {
                    values.put(k, (float) (sine * scale));
                } else {
                    values.put(k, (float) (entry.getKey().endsWith("weight") ? 1 + 0.1 * sine : 0.05 * sine));
                }
            }
            number++;
        }
    }

    /** Cosines of w k. */
    static NDArray wave(NDManager manager, double w, long... shape) {
        Shape size = new Shape(shape);
        float[] values = new float[Math.toIntExact(size.size())];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) Math.cos(w * k);
        }
        return manager.create(values, size);
    }
}
