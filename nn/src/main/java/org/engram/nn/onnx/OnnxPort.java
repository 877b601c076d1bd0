package org.engram.nn.onnx;

import java.util.Arrays;
import java.util.Locale;

/**
 * An input or output of an ONNX model.
 *
 * @param name of it
 * @param type of its elements, as ONNX names it ("float", "int64"), or what it is instead of a tensor
 * @param shape size along each axis; -1 where any size goes
 * @param axes name of each axis whose size is open, else empty
 */
public record OnnxPort(String name, String type, long[] shape, String[] axes) {
    /** Copies the arrays. */
    public OnnxPort {
        type = type.toLowerCase(Locale.ROOT);
        shape = shape.clone();
        axes = axes.clone();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public String[] axes() {
        return axes.clone();
    }

    /** @return whether an array of that shape fits */
    boolean accepts(long... given) {
        if (given.length != shape.length) {
            return false;
        }
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] >= 0 && shape[axis] != given[axis]) {
                return false;
            }
        }
        return true;
    }

    /** @return the shape in words: "(batch, 3, 224, 224)" */
    public String shapeText() {
        StringBuilder text = new StringBuilder("(");
        for (int axis = 0; axis < shape.length; axis++) {
            String open = axis < axes.length && axes[axis] != null && !axes[axis].isEmpty()
                    ? axes[axis]
                    : "any";
            text.append(axis == 0 ? "" : ", ").append(shape[axis] >= 0 ? String.valueOf(shape[axis]) : open);
        }
        return text.append(')').toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OnnxPort that && name.equals(that.name) && type.equals(that.type)
                && Arrays.equals(shape, that.shape) && Arrays.equals(axes, that.axes);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return name + " " + type + " " + shapeText();
    }
}
