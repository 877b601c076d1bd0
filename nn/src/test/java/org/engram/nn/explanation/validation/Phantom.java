package org.engram.nn.explanation.validation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.engram.compute.random.RandomStream;
import org.engram.compute.statistics.Correlation;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.explanation.Networks.Flat;
import org.engram.nn.explanation.Sample;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;

/**
 * Volumes of 12 x 12 x 12 voxels: uniform noise of unit variance in each voxel on such offsets in each cell of 2 x 2 x
 * 2. The label is the mean in a cube of 4 x 4 x 4 voxels, standardized, and noise.
 */
final class Phantom {
    static final int SIDE = 12;
    static final int VOXELS = SIDE * SIDE * SIDE;
    private static final int BATCH = 24;
    private static final float WEIGHT_DECAY = 0.01f;

    private Phantom() {}

    static boolean[] cube() {
        boolean[] cube = new boolean[VOXELS];
        for (int i = 0; i < VOXELS; i++) {
            int x = i / (SIDE * SIDE);
            int y = i / SIDE % SIDE;
            int z = i % SIDE;
            cube[i] = x >= 6 && x < 10 && y >= 2 && y < 6 && z >= 4 && z < 8;
        }
        return cube;
    }

    static float[] volume(long number) {
        SplittableRandom random = new SplittableRandom(number);
        double[] offsets = random.doubles(6 * 6 * 6).toArray();
        float[] volume = new float[VOXELS];
        for (int i = 0; i < VOXELS; i++) {
            int cell = (i / (SIDE * SIDE) / 2 * 6 + i / SIDE % SIDE / 2) * 6 + i % SIDE / 2;
            // Uniform numbers have a variance of 1/12.
            volume[i] = (float) (Math.sqrt(12) * (random.nextDouble() + offsets[cell] - 1));
        }
        return volume;
    }

    static float label(float[] volume, long number) {
        double sum = 0;
        boolean[] cube = cube();
        for (int i = 0; i < VOXELS; i++) {
            sum += cube[i] ? volume[i] : 0;
        }
        // The mean of 64 voxels in 8 cells has variance 1/64 + 1/8.
        double mean = sum / 64 / Math.sqrt(1 / 64.0 + 1 / 8.0);
        return (float) (mean + 0.3 * RandomStream.of(79, number).normal(0));
    }

    static Sample sample(long number) {
        return new Sample(volume(number), 1, SIDE, SIDE, SIDE);
    }

    /** Three layers, trained by stochastic gradient descent with momentum; on shuffled labels where told so. */
    static Sequence trained(NDManager manager, long seed, int steps, boolean shuffled) {
        Sequence network = new Sequence(
                Convolution.builder(3, 1, 6).kernel(4).stride(2).padding(1).build(), Activation.RELU.layer(),
                Convolution.builder(3, 6, 6).kernel(3).padding(1).build(), Activation.RELU.layer(),
                new Flat(),
                new Linear(6 * 6 * 6 * 6, 1));
        network.initialize(manager, DataType.FLOAT32, seed);
        Map<String, NDArray> speeds = new LinkedHashMap<>();
        network.learned().forEach((path, parameter) -> speeds.put(path, manager.zeros(parameter.getShape())));
        for (int step = 0; step < steps; step++) {
            float rate = 0.01f * (float) (0.5 + 0.5 * Math.cos(Math.PI * step / steps));
            try (Pass pass = Pass.training(step); NDManager batch = Torch.newManager()) {
                float[] volumes = new float[BATCH * VOXELS];
                float[] labels = new float[BATCH];
                for (int n = 0; n < BATCH; n++) {
                    long number = 1000 + (long) step * BATCH + n;
                    float[] volume = volume(number);
                    System.arraycopy(volume, 0, volumes, n * VOXELS, VOXELS);
                    labels[n] = label(shuffled ? volume(number + 1_000_000 * (1 + seed)) : volume, number);
                }
                NDArray error = network
                        .apply(pass, batch.create(volumes, new Shape(BATCH, 1, SIDE, SIDE, SIDE)))
                        .reshape(BATCH).sub(batch.create(labels));
                pass.backward(error.square().mean());
            }
            try (Pass pass = Pass.inference()) {
                network.learned().forEach((path, parameter) -> {
                    NDArray speed = speeds.get(path);
                    speed.muli(0.9f).addi(pass.gradient(parameter.getArray()))
                            .addi(parameter.getArray().stopGradient().mul(WEIGHT_DECAY));
                    parameter.getArray().subi(speed.mul(rate));
                    Pass.clearGradient(parameter.getArray());
                });
            }
        }
        speeds.values().forEach(NDArray::close);
        return network;
    }

    /** The correlation of predictions with labels of volumes the network has not seen. */
    static double accuracy(org.engram.nn.explanation.ExplainedNetwork network) {
        double[] labels = new double[100];
        double[] answers = new double[100];
        for (int n = 0; n < 100; n++) {
            Sample sample = sample(n);
            labels[n] = label(sample.values(), n);
            answers[n] = network.outputs(sample)[0];
        }
        return Correlation.pearson(labels, answers);
    }
}
