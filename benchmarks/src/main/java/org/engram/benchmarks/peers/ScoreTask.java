package org.engram.benchmarks.peers;

import java.util.function.DoubleSupplier;

/** Work that ends in a score, which is its own check. */
record ScoreTask(DoubleSupplier work) implements PeerTask {
    @Override
    public Object run() {
        return work.getAsDouble();
    }

    @Override
    public double check(Object result) {
        return (Double) result;
    }
}
