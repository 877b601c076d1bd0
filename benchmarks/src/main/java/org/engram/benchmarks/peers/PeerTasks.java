package org.engram.benchmarks.peers;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.core.Parallelism;
import org.engram.decoders.classical.LinearSvm;
import org.engram.decoders.searchlight.LocalClassifier;

/**
 * Runs one task of {@code peers/peer.py} with Engram, on the same files, and prints what the script prints: a line
 * "seconds S" for each repetition and a line "check C". Warm-up passes run first and are not printed: the virtual
 * machine compiles what it sees often.
 */
public final class PeerTasks {
    /** What is put before a task's name to get its floor. */
    static final String FLOOR = "floor-";

    private static final Map<String, Function<Inputs, PeerTask>> TASKS = tasks();

    private PeerTasks() {}

    /**
     * @param arguments TASK FOLDER [--threads N] [--warm-up N] [--repetitions N]; a task {@code floor-NAME} is the
     *     least that task NAME can cost; "names" alone lists all
     */
    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals("names")) {
            names().forEach(System.out::println);
            return;
        }
        if (arguments.length < 2 || arguments.length % 2 != 0 || !TASKS.containsKey(arguments[0])) {
            System.err.println(
                    "usage: TASK FOLDER [--threads N] [--warm-up N] [--repetitions N], where TASK is one of "
                            + String.join(", ", TASKS.keySet()));
            System.exit(2);
        }
        int threads = number(arguments, "--threads", Runtime.getRuntime().availableProcessors());
        DenseAlgebra.setThreads(threads);
        PeerTask task = prepare(arguments[0], new Inputs(Path.of(arguments[1]), Parallelism.of(threads)));
        for (int i = 0; i < number(arguments, "--warm-up", 1); i++) {
            task.run();
        }
        Object result = null;
        for (int i = 0; i < number(arguments, "--repetitions", 3); i++) {
            result = null; // as the peer's, the last result is free before the next is made
            long start = System.nanoTime();
            result = task.run();
            System.out.println("seconds " + (System.nanoTime() - start) / 1e9);
        }
        System.out.println("check " + task.check(result));
    }

    /** @return the names of all tasks, floors included */
    static List<String> names() {
        return List.copyOf(TASKS.keySet());
    }

    /**
     * @param name one of {@link #names}
     * @param inputs the files
     * @return the task, ready to run
     */
    static PeerTask prepare(String name, Inputs inputs) {
        return TASKS.get(name).apply(inputs);
    }

    private static Map<String, Function<Inputs, PeerTask>> tasks() {
        Map<String, Function<Inputs, PeerTask>> tasks = new LinkedHashMap<>();
        tasks.put("load", ImageTasks::load);
        tasks.put("smooth", ImageTasks::smooth);
        tasks.put("resample", ImageTasks::resample);
        tasks.put("mask", ImageTasks::mask);
        tasks.put("clean", DecodingTasks::clean);
        tasks.put("ridge", DecodingTasks::ridge);
        tasks.put("svm", DecodingTasks::svm);
        tasks.put("permutations", DecodingTasks::permutations);
        tasks.put("searchlight", inputs -> DecodingTasks.searchlight(inputs,
                LocalClassifier.of(new LinearSvm())));
        tasks.put("searchlight_ridge", inputs -> DecodingTasks.searchlight(inputs, LocalClassifier.ridge(1)));
        tasks.put(FLOOR + "load", Floors::load);
        tasks.put(FLOOR + "smooth", Floors::smooth);
        tasks.put(FLOOR + "resample", Floors::resample);
        tasks.put(FLOOR + "mask", Floors::mask);
        tasks.put(FLOOR + "clean", Floors::clean);
        tasks.put(FLOOR + "ridge", Floors::gram);
        tasks.put(FLOOR + "svm", Floors::gram);
        tasks.put(FLOOR + "permutations", Floors::permutations);
        return tasks;
    }

    private static int number(String[] arguments, String option, int otherwise) {
        int at = Arrays.asList(arguments).indexOf(option);
        return at < 0 ? otherwise : Integer.parseInt(arguments[at + 1]);
    }
}
