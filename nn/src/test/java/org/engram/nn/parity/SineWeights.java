package org.engram.nn.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Map;
import java.util.TreeMap;
import org.engram.nn.engine.Scope;
import org.engram.nn.layers.Layer;

/**
 * The weights and inputs of the golden forwards in the specifications of electrophysiology networks (section 6.4): sines
 * that need no random numbers and that no two elements share.
 *
 * <p>Names of learnt (or frozen) tensors are sorted; element j of tensor k is 0.05 sin(0.37 j + 1.1 k), plus 1 where the
 * tensor is one-dimensional and its name ends in "weight". Buffers keep their start. Input element j is
 * sin(0.013 j + 0.5 sin(0.0007 j)).
 */
public final class SineWeights {
    private SineWeights() {}

    /**
     * @param layer not yet initialized; filled in float64
     * @param manager owns the values
     */
    public static void fill(Layer layer, NDManager manager) {
        int k = 0;
        for (Map.Entry<String, Parameter> entry : new TreeMap<>(layer.learned()).entrySet()) {
            set(entry.getValue(), values(entry.getKey(), entry.getValue().getShape(), k++, manager));
        }
        layer.initialize(manager, DataType.FLOAT64, 0);
    }

    /**
     * @param manager owns the array
     * @param shape in memory order
     * @return the input of that shape, float64
     */
    public static NDArray input(NDManager manager, long... shape) {
        return Scope.returning(() -> {
            NDArray j = manager.arange(0, Math.toIntExact(new Shape(shape).size()), 1, DataType.FLOAT64);
            return j.mul(0.013).add(j.mul(0.0007).sin().mul(0.5)).sin().reshape(shape);
        });
    }

    private static NDArray values(String name, Shape shape, int k, NDManager manager) {
        boolean scale = shape.dimension() == 1 && name.endsWith("weight");
        return Scope.returning(() -> manager.arange(0, Math.toIntExact(shape.size()), 1, DataType.FLOAT64)
                .muli(0.37).addi(1.1 * k).sin().muli(0.05).addi(scale ? 1 : 0).reshape(shape));
    }

    private static void set(Parameter parameter, NDArray array) {
        NDScope.unregister(array);
        parameter.setInitializer((owner, shape, type) -> array);
        parameter.initialize(array.getManager(), array.getDataType());
        array.setName(null);
        parameter.setInitializer(null);
    }
}
