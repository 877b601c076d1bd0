package org.engram.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.engram.core.Parallelism;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every task on inputs of a few hundred kilobytes. Inputs and check values come from the peers themselves:
 * {@code peer.py make-tiny FOLDER} and {@code peer.py checks FOLDER} with numpy 1.24, scipy 1.10, scikit-learn 1.2 and
 * nibabel 5.0.
 */
class PeerTasksTest {
    @ParameterizedTest
    @MethodSource("names")
    void eachTaskGivesThePeersCheckValue(String name) throws Exception {
        Inputs inputs = new Inputs(folder(), Parallelism.of(2));
        PeerTask task = PeerTasks.prepare(name, inputs);
        double check = task.check(task.run());
        if (name.startsWith(PeerTasks.FLOOR)) {
            assertTrue(Double.isNaN(check), "a floor has no result to check");
            return;
        }
        double expected = expected().get(name);
        // Images are in single precision here and in double there (1e-7 each, far less over all voxels). Accuracies
        // are counts; the searchlight's are of 12,500 decisions, a few of which lie within the solvers' tolerance of 0.
        double tolerance = name.startsWith("searchlight") ? 5 / 12_500.0 : 1e-6 * Math.abs(expected);
        assertEquals(expected, check, tolerance);
    }

    @Test
    void everyCheckedTaskOfThePeersExistsHere() throws Exception {
        assertTrue(PeerTasks.names().containsAll(expected().keySet()), () -> PeerTasks.names().toString());
        assertEquals(10, expected().size());
    }

    static Stream<String> names() {
        return PeerTasks.names().stream();
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(PeerTasksTest.class.getResource("checks.txt").toURI()).getParent();
    }

    private static Map<String, Double> expected() throws IOException, URISyntaxException {
        Map<String, Double> values = new HashMap<>();
        for (String line : Files.readAllLines(folder().resolve("checks.txt"))) {
            String[] words = line.split(" ");
            values.put(words[0], Double.valueOf(words[1]));
        }
        return values;
    }
}
