package org.engram.benchmarks.peers;

import java.util.function.Supplier;
import org.engram.io.volume.Volume;

/** Work that ends in a series in memory; the check is the standard deviation of its values. */
record SeriesTask(Supplier<Volume> work) implements PeerTask {
    @Override
    public Object run() {
        return work.get();
    }

    @Override
    public double check(Object result) {
        return Spread.of((Volume) result);
    }
}
