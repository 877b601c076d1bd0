package org.engram.nn.training;

import ai.djl.ndarray.types.DataType;
import java.util.Map;
import org.engram.compute.random.RandomStream;
import org.engram.core.Parallelism;
import org.engram.io.array.NpyArray;
import org.engram.nn.data.ArraySource;
import org.engram.nn.data.DataSource;
import org.engram.nn.data.Loader;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.BatchNormalization;
import org.engram.nn.layers.Dropout;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;
import org.engram.nn.losses.Losses;

/** A small problem that can be learnt: which of three directions a noisy vector points in. */
final class Tasks {
    static final TrainingTask<Sequence> CLASSIFICATION = (pass, network, batch) -> {
        var scores = network.apply(pass, batch.array("x"));
        batch.measure("accuracy", scores.stopGradient().argMax(1).eq(batch.array("label"))
                .toType(DataType.FLOAT32, false).mean());
        return Losses.crossEntropy(scores, batch.array("label"));
    };

    private Tasks() {}

    static Sequence network() {
        return new Sequence(new Linear(6, 12), Activation.GELU.layer(), new Linear(12, 3));
    }

    /** Everything whose state a resumed run could lose: dropout, running statistics. */
    static Sequence demandingNetwork() {
        return new Sequence(new Linear(6, 12), new BatchNormalization(12), Activation.GELU.layer(),
                new Dropout(0.2),
                new Linear(12, 3));
    }

    static DataSource data(int size, long seed) {
        RandomStream random = RandomStream.of(seed, 0);
        float[] x = new float[size * 6];
        long[] label = new long[size];
        for (int i = 0; i < size; i++) {
            label[i] = i % 3;
            for (int j = 0; j < 6; j++) {
                x[i * 6 + j] = (float) (random.normal(i * 6 + j) * 0.5 + (j == label[i] ? 1 : 0));
            }
        }
        return ArraySource.of(Map.of("x", NpyArray.of(x, size, 6), "label", NpyArray.of(label, size)));
    }

    /** With random noise, so that the augmentation must resume too. */
    static Loader loader(int threads) {
        return Loader.builder(data(60, 1).mapped((sample, random) -> {
            float[] row = ((float[]) sample.array("x").data()).clone();
            for (int j = 0; j < row.length; j++) {
                row[j] += (float) (0.1 * random.normal(j));
            }
            return sample.with("x", NpyArray.of(row, row.length));
        })).batchSize(8).parallelism(Parallelism.of(threads)).build();
    }
}
