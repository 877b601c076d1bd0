package org.engram.nn.checkpoints.pickle;

/** What happens to objects in a pickle that are not data (callbacks, configurations, optimisers, whole modules). */
public enum ForeignObjects {
    /** Any attempt to make one is an error that names its class. */
    REFUSED,
    /**
     * They become {@link InertObject}s: their names and plain contents, never executed. For files of a known origin
     * whose tensors stand beside such objects, as in many training checkpoints. Functions that run commands or code
     * ({@code os.system}, {@code builtins.eval}, ...) are an error even so.
     */
    INERT
}
