package org.engram.benchmarks.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Embedding;
import org.engram.nn.layers.TransposedConvolution;

/**
 * The least a network can cost: the multiplications of its linear layers and convolutions, at the rate at which the same
 * library multiplies two matrices of 2048 x 2048. Everything between them, and the logits of attention, is not counted.
 */
final class ProductFloor {
    private static final int SIZE = 2048;
    private static final int REPEATS = 10;

    private double operations;

    private ProductFloor() {}

    /** Seconds of one forward run. */
    static double seconds(NetworkTask task, NDManager manager) {
        ProductFloor floor = new ProductFloor();
        try (Pass pass = Pass.inference()) {
            task.forward().apply(pass.observedBy(floor::count));
        }
        return floor.operations / rate(manager);
    }

    private NDList count(Block layer, NDList inputs, NDList outputs) {
        for (var entry : layer.getDirectParameters()) {
            Shape weight = entry.getValue().getShape();
            if (weight.dimension() < 2 || layer instanceof Embedding) {
                continue;
            }
            NDArray input = inputs.get(0);
            double places = weight.dimension() > 2 && !(layer instanceof TransposedConvolution)
                    ? outputs.get(0).size() / (double) weight.get(0)
                    : input.size() / (double) weight.get(weight.dimension() > 2 ? 0 : 1);
            operations += 2.0 * weight.size() * places;
        }
        return outputs;
    }

    /** Operations per second of the fastest of several products. */
    private static double rate(NDManager manager) {
        double fastest = Double.MAX_VALUE;
        try (NDArray matrix = manager.ones(new Shape(SIZE, SIZE))) {
            for (int i = 0; i < REPEATS; i++) {
                long start = System.nanoTime();
                matrix.matMul(matrix).close();
                fastest = Math.min(fastest, (System.nanoTime() - start) / 1e9);
            }
        }
        return 2.0 * SIZE * SIZE * SIZE / fastest;
    }
}
