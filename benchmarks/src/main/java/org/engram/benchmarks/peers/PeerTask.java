package org.engram.benchmarks.peers;

/** One piece of work that a reference library does too. Made ready outside the timing; each run repeats all of it. */
interface PeerTask {
    /**
     * The timed part.
     *
     * @return the result
     */
    Object run();

    /**
     * @param result what {@link #run} gave
     * @return one number from it, the same on both sides up to rounding; NaN when there is nothing to compare
     */
    double check(Object result);
}
