package org.engram.benchmarks.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.engram.core.Parallelism;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every task on inputs of a few hundred kilobytes. Inputs and numbers come from the peers themselves:
 * {@code electrophysiology.py make-tiny FOLDER} and {@code electrophysiology.py checks FOLDER} with MNE-Python 1.3, scipy
 * 1.10, scikit-learn 1.2 and numpy 1.24.
 */
class RecordingTasksTest {
    static Stream<String> names() {
        return RecordingTasks.names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachTaskGivesThePeersNumbers(String name) throws Exception {
        Path folder = Path.of(RecordingTasksTest.class.getResource("checks.txt").toURI()).getParent();
        String line = Files.readAllLines(folder.resolve("checks.txt")).stream()
                .filter(l -> l.startsWith(name + " "))
                .findFirst().orElseThrow();
        double[] expected = Arrays.stream(line.split(" ")).skip(1).mapToDouble(Double::parseDouble).toArray();
        RecordingTask task = RecordingTasks.prepare(name, RecordingInputs.of(folder, Parallelism.of(2)));
        double[] numbers = task.check(task.run());
        assertEquals(expected.length, numbers.length);
        // Values are in units of their root mean square. The iteration of FastICA starts elsewhere and stops at 1e-4; means
        // of covariances stop at 1e-8; all else differs by rounding.
        double tolerance = name.equals("ica") ? 1e-2 : name.equals("tangent") ? 1e-6 : 1e-9;
        for (int i = 0; i < expected.length; i++) {
            int at = i;
            assertEquals(expected[i], numbers[i], tolerance, () -> name + ", number " + at);
        }
    }
}
