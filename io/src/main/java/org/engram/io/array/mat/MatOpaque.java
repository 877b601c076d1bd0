package org.engram.io.array.mat;

/**
 * A value only MATLAB itself can make sense of: a function handle, or an object of a class.
 *
 * @param kind what it is, for a person to read
 */
public record MatOpaque(String kind) implements MatValue {
    @Override
    public int[] dims() {
        return new int[] {1, 1};
    }
}
