package org.engram.nn.training;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.engram.compute.random.RandomStream;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.nn.data.Batch;
import org.engram.nn.data.BatchStream;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;

/** One optimizer step: forward and backward over some batches, the checks, the clipping, the update. */
final class StepRunner<L extends Layer> {
    private static final int MOST_NAMED_SAMPLES = 8;
    /** What PyTorch adds to a norm before it divides by it. */
    private static final double NORM_EPSILON = 1e-6;

    private final L network;
    private final TrainingTask<L> task;
    private final TrainerOptions options;
    private final Optimizer optimizer;
    private final RandomStream seeds;

    StepRunner(L network, TrainingTask<L> task, TrainerOptions options, Optimizer optimizer) {
        this.network = network;
        this.task = task;
        this.options = options;
        this.optimizer = optimizer;
        this.seeds = RandomStream.of(options.seed(), 2);
    }

    /** What a step found: the mean loss and measures over its samples, and the gradient norm before clipping. */
    record Outcome(double loss, double norm, long samples, boolean skipped, Map<String, Double> measures) {}

    /** Where and how the step is made: its number from 0, its epoch, learning rate and momentum. */
    record Setting(long step, int epoch, double rate, double momentum) {
        String place() {
            return String.format(Locale.ROOT, "step %d (epoch %d, learning rate %.3g)", step + 1, epoch + 1,
                    rate);
        }
    }

    Outcome run(BatchStream batches, List<int[]> coming, Setting setting) {
        long samples = coming.stream().mapToLong(indices -> indices.length).sum();
        Means means = new Means();
        double loss = 0;
        for (int part = 0; part < coming.size(); part++) {
            double share = (double) coming.get(part).length / samples;
            loss += share * accumulate(batches, share, part, setting, means);
        }
        double norm = guarded(setting, "the gradient norm", optimizer::gradientNorm);
        boolean skipped = norm > options.skipAbove();
        if (!skipped && !Double.isFinite(norm)) {
            optimizer.clearGradients();
            throw new DivergedException(
                    "a gradient became " + (Double.isNaN(norm) ? "NaN" : "infinite") + " at "
                            + setting.place() + ", where the loss is still " + loss + ": " + whatToTry());
        }
        guarded(setting, "the update", () -> {
            update(setting, norm, skipped);
            return 0;
        });
        return new Outcome(loss, norm, samples, skipped, means.values());
    }

    private double accumulate(BatchStream batches, double share, int part, Setting setting, Means means) {
        long seed = seeds.derive(setting.step()).bits(part);
        try (Pass pass = Pass.training(seed, options.precision()); Batch batch = batches.next()) {
            NDArray loss = guarded(setting, "the loss of " + describe(batch),
                    () -> task.loss(pass, network, batch));
            if (loss.size() != 1) {
                throw new ShapeException("the training task gave a loss of shape " + loss.getShape()
                        + ": it must be one number, the mean over the batch");
            }
            double value = Unrecorded.number(loss);
            if (!Double.isFinite(value)) {
                optimizer.clearGradients();
                throw new DivergedException(
                        "the loss became " + value + " at " + setting.place() + ", samples "
                                + named(batch) + ": " + cause(batch));
            }
            means.add(batch);
            guarded(setting, "the gradient of " + describe(batch), () -> {
                pass.backward(share == 1 ? loss : loss.mul(share));
                return 0;
            });
            return value;
        }
    }

    private void update(Setting setting, double norm, boolean skipped) {
        if (skipped) {
            optimizer.clearGradients();
            return;
        }
        optimizer.scaleGradients(Math.min(1, options.greatestNorm() / (norm + NORM_EPSILON)));
        optimizer.step(setting.rate(), setting.momentum());
    }

    /** Names the work in which memory ran out; layers do so themselves in the forward pass. */
    private static <T> T guarded(Setting setting, String work, Supplier<T> body) {
        try {
            return body.get();
        } catch (EngineException failure) {
            String said = String.valueOf(failure.getMessage());
            String lower = said.toLowerCase(Locale.ROOT);
            if (lower.contains("out of memory") || lower.contains("allocate memory")
                    || lower.contains("not enough memory")) {
                throw new EngramException("out of memory in " + work + " at " + setting.place() + " ("
                        + said.lines().findFirst().orElse(said)
                        + "): lower the batch size and raise the accumulation by as much, or take smaller "
                        + "crops", failure);
            }
            throw new EngramException("the engine failed in " + work + " at " + setting.place() + ": "
                    + said.lines().findFirst().orElse(said), failure);
        }
    }

    private static String describe(Batch batch) {
        return "a batch of " + batch.arrays().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().getShape())
                .collect(Collectors.joining(", "));
    }

    private static String named(Batch batch) {
        int[] indices = batch.indices();
        String first = Arrays.stream(indices).limit(MOST_NAMED_SAMPLES)
                .mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return indices.length > MOST_NAMED_SAMPLES ? first + ", ..." : first;
    }

    private static String cause(Batch batch) {
        for (Map.Entry<String, NDArray> entry : batch.arrays().entrySet()) {
            NDArray array = entry.getValue();
            if (array.getDataType().isFloating()
                    && array.isNaN().logicalOr(array.isInfinite()).any().getBoolean()) {
                return "their array \"" + entry.getKey()
                        + "\" holds numbers that are not finite; mend or leave out these samples";
            }
        }
        return whatToTry();
    }

    private static String whatToTry() {
        return "lower the learning rate, lengthen its warm-up, or limit the gradient norm";
    }
}
