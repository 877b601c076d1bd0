package org.engram.nn.checkpoints;

import ai.djl.ndarray.types.Shape;

/**
 * A line in the table of contents of a weight file.
 *
 * @param name of the tensor
 * @param type of its elements
 * @param shape size along each axis, in memory order
 */
public record TensorEntry(String name, TensorType type, Shape shape) {
    /** @return how long each axis is */
    public java.util.List<Long> sizes() {
        return java.util.Arrays.stream(shape.getShape()).boxed().toList();
    }

    /** @return how many elements it has */
    public long count() {
        return shape.size();
    }

    /** @return bytes its elements take */
    public long byteCount() {
        return shape.size() * type.bytes();
    }

    @Override
    public String toString() {
        return name + " " + type + " " + shape;
    }
}
