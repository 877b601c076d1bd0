package org.engram.benchmarks.recordings;

import java.io.IOException;

/** One piece of work that the peer does too. Made ready outside the timing; each run repeats all of it. */
interface RecordingTask {
    /**
     * The timed part.
     *
     * @return the result
     */
    Object run() throws IOException;

    /**
     * @param result what {@link #run} gave
     * @return numbers from it, the same on both sides up to the tolerance of the task
     */
    double[] check(Object result) throws IOException;

    /** @return bytes that the work reads and writes at least, as doubles; 0 where arithmetic is what counts */
    long movedBytes();

    /** @return bytes of the input and the result, which are in memory together */
    long heldBytes();
}
