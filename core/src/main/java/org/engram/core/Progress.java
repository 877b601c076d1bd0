package org.engram.core;

/**
 * Where long work reports how far it is and asks whether to go on. The command line shows a bar with the time left,
 * Fiji its own bar, a library caller nothing ({@link #NONE}). Implementations must be thread-safe.
 */
public interface Progress {
    /** Reports nowhere and never cancels. */
    Progress NONE = (name, total) -> amount -> {};

    /**
     * Starts a task; close it when done (also after an error).
     *
     * @param name what is being done, as a person reads it: "searchlight", "permutations"
     * @param total the number of steps, or 0 when unknown
     * @return the running task
     */
    Task begin(String name, long total);

    /** @return true once the caller wants the work to stop; long loops then throw {@link CancelledException} */
    default boolean isCancelled() {
        return false;
    }

    /** One running task. Thread-safe. */
    @FunctionalInterface
    interface Task extends AutoCloseable {
        /** @param steps how many further steps are done */
        void advance(long steps);

        /**
         * @param text how the work stands, in a few words beside the bar ("loss 0.314"); replaces what was said before
         */
        default void note(String text) {}

        @Override
        default void close() {}
    }
}
