package org.engram.benchmarks.peers;

import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.engram.compute.linalg.Matrix;

/** Work that ends in a matrix. */
record MatrixTask(Supplier<Matrix> work, ToDoubleFunction<Matrix> number) implements PeerTask {
    @Override
    public Object run() {
        return work.get();
    }

    @Override
    public double check(Object result) {
        return number.applyAsDouble((Matrix) result);
    }
}
