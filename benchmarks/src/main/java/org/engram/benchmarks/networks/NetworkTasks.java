package org.engram.benchmarks.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.engram.benchmarks.memory.ResidentMemory;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.training.Adam;
import org.engram.nn.training.Optimizer;

/**
 * Runs one task of {@code peers/networks.py} and prints what the script prints: a line "seconds S" for each repetition
 * after two that are not counted, a line "check C", and a line "peak BYTES" with the largest resident set.
 */
public final class NetworkTasks {
    private static final int WARM = 2;
    /** After one whole update. Later ones drift apart: Adam's first steps follow the sign of gradients near zero. */
    private static final int CHECKED_STEP = 1;

    private NetworkTasks() {}

    /** @param arguments encoder|unet3d|diffusion-train|infer [--tiny] [--repeats N] [--threads N] */
    public static void main(String[] arguments) throws IOException {
        List<String> given = Arrays.asList(arguments);
        String task = arguments.length == 0 ? "" : arguments[0];
        String kind = task.replaceFirst("-.*", "");
        if (!Networks.ALL.containsKey(kind) || !task.matches(".*-(train|infer)")) {
            System.err.println(
                    "usage: encoder|unet3d|diffusion-train|infer [--tiny] [--repeats N] [--threads N]");
            System.exit(2);
        }
        Torch.threads(number(given, "--threads", Runtime.getRuntime().availableProcessors()));
        int repeats = number(given, "--repeats", 10);
        try (NDManager manager = Torch.newManager()) {
            NetworkTask network = Networks.ALL.get(kind).apply(manager, given.contains("--tiny"));
            double check = task.endsWith("train") ? train(network, repeats) : infer(network, repeats);
            System.out.println("check " + check);
            System.out.println("peak " + ResidentMemory.residentPeakBytes());
            // A backward run multiplies twice as often as the forward one.
            System.out.println(
                    "floor " + ProductFloor.seconds(network, manager) * (task.endsWith("train") ? 3 : 1));
            System.out.println("parameters " + network.network().parameterCount());
        }
    }

    static double train(NetworkTask task, int repeats) {
        double loss = Double.NaN;
        try (Optimizer optimizer = new Optimizer(task.network(), Adam.decoupled(0.01), List.of())) {
            for (int step = 0; step < WARM + repeats; step++) {
                long start = System.nanoTime();
                try (Pass pass = Pass.training(step)) {
                    NDArray of = task.loss().apply(task.forward().apply(pass));
                    pass.backward(of);
                    double norm = optimizer.gradientNorm();
                    // As PyTorch's clipping, whose divisor is a millionth larger.
                    optimizer.scaleGradients(Math.min(1, 1 / (norm + 1e-6)));
                    optimizer.step(1e-4);
                    if (step == CHECKED_STEP) {
                        loss = of.getFloat();
                    }
                }
                print(step, start);
            }
        }
        return loss;
    }

    static double infer(NetworkTask task, int repeats) {
        for (int step = 0; step < WARM + repeats; step++) {
            long start = System.nanoTime();
            try (Pass pass = Pass.inference()) {
                task.forward().apply(pass);
            }
            print(step, start);
        }
        try (Pass pass = Pass.inference()) {
            return Math.sqrt(
                    task.forward().apply(pass).toType(DataType.FLOAT64, true).square().mean().getDouble());
        }
    }

    private static void print(int step, long start) {
        if (step >= WARM) {
            System.out.println("seconds " + (System.nanoTime() - start) / 1e9);
        }
    }

    private static int number(List<String> arguments, String option, int otherwise) {
        int at = arguments.indexOf(option);
        return at < 0 ? otherwise : Integer.parseInt(arguments.get(at + 1));
    }
}
