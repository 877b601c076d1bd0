package org.engram.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelismTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void everyIndexRunsExactlyOnce(int threads) {
        AtomicIntegerArray seen = new AtomicIntegerArray(1000);
        Parallelism.of(threads).forEach(1000, seen::incrementAndGet);
        for (int i = 0; i < 1000; i++) {
            assertEquals(1, seen.get(i));
        }
    }

    @Test
    void blocksCoverTheRangeAndDoNotDependOnThreads() {
        AtomicIntegerArray seen = new AtomicIntegerArray(103);
        Parallelism.of(3).forBlocks(103, 10, (start, end) -> {
            assertEquals(0, start % 10);
            assertTrue(end - start <= 10);
            for (int i = start; i < end; i++) {
                seen.incrementAndGet(i);
            }
        });
        for (int i = 0; i < 103; i++) {
            assertEquals(1, seen.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theFirstFailureReachesTheCaller(int threads) {
        EngramException e = assertThrows(EngramException.class,
                () -> Parallelism.of(threads).forEach(100, i -> {
                    if (i == 17) {
                        throw new EngramException("voxel 17");
                    }
                }));
        assertEquals("voxel 17", e.getMessage());
    }

    @Test
    void nestedUseDoesNotDeadlock() {
        AtomicIntegerArray seen = new AtomicIntegerArray(16);
        Parallelism two = Parallelism.of(2);
        two.forEach(4, i -> two.forEach(4, j -> seen.incrementAndGet(4 * i + j)));
        for (int i = 0; i < 16; i++) {
            assertEquals(1, seen.get(i));
        }
    }

    @Test
    void zeroThreadsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Parallelism.of(0));
    }
}
