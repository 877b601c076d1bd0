package org.engram.nn.checkpoints.pickle;

/**
 * The name of a Python class or function that a pickle mentions. It is a name only: nothing is looked up or run.
 *
 * @param module for example {@code torch._utils}
 * @param name for example {@code _rebuild_tensor_v2}
 */
public record Global(String module, String name) {
    /** @return module and name joined by a dot */
    public String path() {
        return module + "." + name;
    }

    @Override
    public String toString() {
        return path();
    }
}
