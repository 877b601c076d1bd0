package org.engram.nn.checkpoints.pickle;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * A Python tuple. It equals only itself: comparing two by content could take time exponential in the size of a file
 * made for that.
 */
public final class PickleTuple extends AbstractList<Object> implements RandomAccess {
    private final Object[] items;

    /** @param items the items, not copied */
    PickleTuple(Object... items) {
        this.items = items;
    }

    @Override
    public Object get(int index) {
        return items[index];
    }

    @Override
    public int size() {
        return items.length;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "tuple of " + items.length;
    }
}
