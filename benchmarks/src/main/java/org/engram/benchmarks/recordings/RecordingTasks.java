package org.engram.benchmarks.recordings;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.engram.benchmarks.memory.ResidentMemory;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.core.Parallelism;

/**
 * Runs one task of {@code peers/electrophysiology.py} with Engram, on the same files, and prints what the script prints, and
 * "floor" and "held": the seconds in which the bytes of the task can be moved, and the bytes it must hold. Passes to warm
 * up run first and are not printed: the virtual machine compiles what it sees often.
 */
public final class RecordingTasks {
    private static final Map<String, Function<RecordingInputs, RecordingTask>> TASKS = tasks();

    private RecordingTasks() {}

    /**
     * @param arguments TASK FOLDER [--threads N] [--warm-up N] [--repeats N] [--floor 0|1]; none repeated prints
     *     "held" only; the floor needs 256 MiB of heap
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2 || arguments.length % 2 != 0 || !TASKS.containsKey(arguments[0])) {
            System.err.println(
                    "usage: TASK FOLDER [--threads N] [--warm-up N] [--repeats N], where TASK is one of "
                            + String.join(", ", TASKS.keySet()));
            System.exit(2);
        }
        int threads = number(arguments, "--threads", Runtime.getRuntime().availableProcessors());
        DenseAlgebra.setThreads(threads);
        RecordingTask task = prepare(arguments[0],
                RecordingInputs.of(Path.of(arguments[1]), Parallelism.of(threads)));
        System.out.println("held " + task.heldBytes());
        int repeats = number(arguments, "--repeats", 3);
        if (repeats == 0) {
            return;
        }
        int warm = number(arguments, "--warm-up", 2);
        Object result = null;
        for (int i = 0; i < warm + repeats; i++) {
            result = null; // as the peer's, the last result is free before the next is made
            long start = System.nanoTime();
            long used = processorNanoseconds();
            result = task.run();
            if (i >= warm) {
                System.out.println("seconds " + (System.nanoTime() - start) / 1e9);
                System.out.println("cpu " + (processorNanoseconds() - used) / 1e9);
            }
        }
        System.out.println("peak " + ResidentMemory.residentPeakBytes());
        double[] numbers = task.check(result);
        for (int i = 0; i < numbers.length; i++) {
            System.out.println(String.format(Locale.ROOT, "check-%04d ", i) + numbers[i]);
        }
        if (task.movedBytes() > 0 && number(arguments, "--floor", 1) > 0) {
            System.out.println("floor " + task.movedBytes() / bytesPerSecond(threads));
        }
    }

    /** @return the names of all tasks */
    static List<String> names() {
        return List.copyOf(TASKS.keySet());
    }

    static RecordingTask prepare(String name, RecordingInputs inputs) {
        return TASKS.get(name).apply(inputs);
    }

    private static Map<String, Function<RecordingInputs, RecordingTask>> tasks() {
        Map<String, Function<RecordingInputs, RecordingTask>> tasks = new LinkedHashMap<>();
        tasks.put("read-edf", inputs -> SignalTasks.read(inputs, "recording.edf"));
        tasks.put("read-bdf", inputs -> SignalTasks.read(inputs, "recording.bdf"));
        tasks.put("read-fif", inputs -> SignalTasks.read(inputs, "recording_raw.fif"));
        tasks.put("fir", SignalTasks::fir);
        tasks.put("notch", SignalTasks::notch);
        tasks.put("resample", SignalTasks::resample);
        tasks.put("resample-fourier", SignalTasks::resampleByFourier);
        tasks.put("ica", AnalysisTasks::ica);
        tasks.put("morlet", AnalysisTasks::morlet);
        tasks.put("welch", AnalysisTasks::welch);
        tasks.put("tangent", TangentTask::new);
        return tasks;
    }

    private static long processorNanoseconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Bytes read and written in a second when large arrays are copied, the best of five passes over 256 MiB. */
    private static double bytesPerSecond(int threads) {
        int tiles = 64;
        byte[][] from = new byte[tiles][1 << 21];
        byte[][] to = new byte[tiles][1 << 21];
        double best = 0;
        for (int pass = 0; pass < 5; pass++) {
            long start = System.nanoTime();
            Parallelism.of(threads).forEach(tiles,
                    i -> System.arraycopy(from[i], 0, to[i], 0, from[i].length));
            best = Math.max(best, 2e9 * tiles * from[0].length / (System.nanoTime() - start));
        }
        return best;
    }

    private static int number(String[] arguments, String option, int otherwise) {
        int at = Arrays.asList(arguments).indexOf(option);
        return at < 0 ? otherwise : Integer.parseInt(arguments[at + 1]);
    }
}
