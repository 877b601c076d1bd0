package org.engram.io.array.mat;

/** One value of a MATLAB file. Immutable. Arrays of any kind are column-major: the first index runs fastest. */
public sealed interface MatValue permits MatNumbers, MatText, MatCell, MatStruct, MatOpaque {
    /** @return the length of each dimension, at least two, a copy */
    int[] dims();

    /** @return how many elements: the product of the dimensions */
    default int size() {
        int size = 1;
        for (int length : dims()) {
            size *= length;
        }
        return size;
    }

    /** @return whether it has no elements */
    default boolean isEmpty() { return size() == 0; }
}
