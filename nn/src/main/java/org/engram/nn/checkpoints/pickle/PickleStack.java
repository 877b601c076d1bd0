package org.engram.nn.checkpoints.pickle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;

/** The values an unpickler has made and not used yet, in sections that marks begin. */
final class PickleStack {
    private static final int MOST_OBJECTS = 50_000_000;
    private static final int DEEPEST_MARKS = 10_000;

    private final PickleInput in;
    private final Deque<ArrayList<Object>> below = new ArrayDeque<>();
    private ArrayList<Object> stack = new ArrayList<>();
    private int made;

    /** @param in says where a pickle is broken */
    PickleStack(PickleInput in) {
        this.in = in;
    }

    void push(Object value) {
        if (++made > MOST_OBJECTS) {
            throw in.broken("more than " + MOST_OBJECTS + " values");
        }
        stack.add(value);
    }

    Object pop() {
        if (stack.isEmpty()) {
            throw in.broken("an instruction takes a value where there is none");
        }
        return stack.remove(stack.size() - 1);
    }

    Object top() {
        if (stack.isEmpty()) {
            throw in.broken("an instruction uses a value where there is none");
        }
        return stack.get(stack.size() - 1);
    }

    void mark() {
        if (below.size() >= DEEPEST_MARKS) {
            throw in.broken("nested more than " + DEEPEST_MARKS + " deep");
        }
        below.push(stack);
        stack = new ArrayList<>(4);
    }

    /** What was pushed since the last mark. */
    ArrayList<Object> items() {
        if (below.isEmpty()) {
            throw in.broken("an instruction takes the values since a mark, but there is no mark");
        }
        ArrayList<Object> items = stack;
        stack = below.pop();
        return items;
    }

    void tuple(int size) {
        Object[] items = new Object[size];
        for (int i = size - 1; i >= 0; i--) {
            items[i] = pop();
        }
        push(new PickleTuple(items));
    }
}
