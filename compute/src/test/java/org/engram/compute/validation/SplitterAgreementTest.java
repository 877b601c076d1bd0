package org.engram.compute.validation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same folds as scikit-learn 1.2 on generated labels and groups; splitters.py wrote them. Sets, so no tolerance. */
class SplitterAgreementTest {
    static List<String[]> rows() throws IOException {
        try (InputStream in = SplitterAgreementTest.class.getResourceAsStream("splitters.tsv")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(line -> line.split("\t", -1)).toList();
        }
    }

    static List<String[]> partitions() throws IOException {
        return rows().stream().filter(row -> !row[1].endsWith("counts")).toList();
    }

    @ParameterizedTest
    @MethodSource("partitions")
    void testsTheSameSamples(String name, String scheme, String labels, String groupList, String folds) {
        Labels y = Labels.of(List.of(labels.split(",")));
        List<String> groups = List.of(groupList.split(","));
        Splitter splitter = scheme.equals("predefined")
                ? new PredefinedFolds(groups.stream().mapToInt(g -> Integer.parseInt(g) - 2).toArray())
                : Splitters.named(scheme, 0);
        List<Split> splits = splitter.split(y, groups);
        List<String> found = new ArrayList<>();
        for (Split split : splits) {
            found.add(String.join(",", IntStream.of(split.test()).mapToObj(Integer::toString).toList()));
            int[] all = IntStream.concat(IntStream.of(split.train()), IntStream.of(split.test())).sorted()
                    .toArray();
            assertArrayEquals(IntStream.range(0, y.size()).toArray(), all, name + " " + scheme);
        }
        assertEquals(folds, String.join("|", found), name + " " + scheme);
    }

    @Test
    void stratifiedShufflesHoldTheSameNumberOfEachClass() throws IOException {
        int seen = 0;
        for (String[] row : rows()) {
            if (!row[1].equals("stratified-shuffle-counts")) {
                continue;
            }
            seen++;
            Labels y = Labels.of(List.of(row[2].split(",")));
            int[] expected = Arrays.stream(row[4].split(",")).mapToInt(Integer::parseInt).toArray();
            for (Split split : new StratifiedShuffleSplit(20, Double.parseDouble(row[0]), 3).split(y,
                    List.of())) {
                assertArrayEquals(expected, y.select(split.test()).counts());
                assertEquals(y.size(), split.train().length + split.test().length);
            }
        }
        assertEquals(3, seen);
    }

    @Test
    void shufflesTestTheCeilingOfTheFractionAndDifferFromEachOther() {
        Labels y = Labels.of(new int[37], List.of("a"));
        List<Split> splits = new ShuffleSplit(30, 0.1, 5).split(y, List.of());
        int[] tested = new int[37];
        for (Split split : splits) {
            assertEquals(4, split.test().length); // ceil(3.7)
            IntStream.of(split.test()).forEach(i -> tested[i]++);
        }
        // 120 draws over 37 samples: 3.2 expected each; none misses more often than (1 - 4/37)^30 = 3 % of seeds allow
        assertTrue(Arrays.stream(tested).filter(t -> t == 0).count() <= 4, Arrays.toString(tested));
        assertArrayEquals(splits.get(7).test(),
                new ShuffleSplit(30, 0.1, 5).split(y, List.of()).get(7).test());
    }
}
