package org.engram.decoders.supervised;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.engram.core.EngramException;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.junit.jupiter.api.Test;

/** What is learnt from and what is tested on have nothing in common. */
class PartitionTest {
    @Test
    void noGroupStandsInTwoPartsAndEachClassIsInAll() {
        List<String> groups = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            groups.add("s" + i / 10);
            classes.add(i / 10 % 2 == 0 ? "patient" : "control");
        }
        for (long seed = 0; seed < 20; seed++) {
            Partition parts = Partition.random(120, Optional.of(classes), Optional.of(groups), 0.2, 0.2,
                    seed);
            Set<String> seen = new HashSet<>();
            int samples = 0;
            for (int[] part : List.of(parts.training(), parts.validation(), parts.test())) {
                Set<String> own = new HashSet<>(Arrays.stream(part).mapToObj(groups::get).toList());
                assertTrue(own.stream().allMatch(seen::add), "a group in two parts, seed " + seed);
                assertEquals(2, Arrays.stream(part).mapToObj(classes::get).distinct().count());
                samples += part.length;
            }
            assertEquals(120, samples);
        }
    }

    @Test
    void impossiblePartsAreRefused() {
        List<String> classes = List.of("a", "a", "b", "b");
        assertThrows(EngramException.class, () -> Partition.random(4, Optional.of(classes),
                Optional.of(List.of("s", "s", "t", "t")), 0.2, 0, 0));
        assertThrows(IllegalArgumentException.class,
                () -> Partition.random(4, Optional.of(classes), Optional.empty(), 0.6, 0.5, 0));
        assertThrows(EngramException.class,
                () -> Partition.named(List.of("train", "holdout", "test", "test"), Optional.empty()));
    }

    @Test
    void standardisationIsLearntFromTrainingSamplesAlone() {
        float[] values = {1, 3, 10, 10, 5, 7, 30, 50, 1000, 1000, 1000, 1000};
        SampleSet samples = new SampleSet(Path.of("x.npz"), new int[] {2, 2}, values,
                Table.of("x", List.of(Column.ofNumbers("y", 0, 1, 0))), Optional.empty(), List.of());
        Standardization learnt = Standardization.learn(Standardization.Per.CHANNEL, samples, new int[] {0, 1},
                2, 2);
        assertEquals(List.of(4.0, 25.0), learnt.means());
        // (9 + 1 + 1 + 9) / 4 = 5
        assertEquals(Math.sqrt(5), learnt.deviations().get(0), 1e-12);
        float[] alone = new Standardization(Standardization.Per.SAMPLE, List.of(), List.of())
                .apply(new float[] {1, 3, 1, 3}, 4);
        assertArrayEquals(new float[] {-1, 1, -1, 1}, alone, 1e-6f);
    }
}
