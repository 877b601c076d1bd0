package org.engram.compute.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.engram.core.Parallelism;
import org.engram.testdata.Lcg;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlasThreadsTest {
    private int before;

    @BeforeEach
    void twoThreads() {
        before = BlasThreads.current();
        DenseAlgebra.setThreads(2);
    }

    @AfterEach
    void asBefore() {
        DenseAlgebra.setThreads(before);
    }

    @Test
    void loopsHaveOneThreadAndGiveTheOthersBack() {
        AtomicIntegerArray seen = new AtomicIntegerArray(20);
        BlasThreads.forEach(Parallelism.of(4), 20, i -> {
            BlasThreads.forEach(Parallelism.of(2), 3, j -> {});
            seen.set(i, BlasThreads.current());
        });
        for (int i = 0; i < 20; i++) {
            assertEquals(1, seen.get(i), "a nested loop that ends leaves the outer one its single thread");
        }
        assertEquals(2, BlasThreads.current());
        BlasThreads.forBlocks(Parallelism.of(2), 10, 3,
                (start, end) -> assertEquals(1, BlasThreads.current()));
        assertEquals(2, BlasThreads.current());
    }

    @Test
    void aSinglePassKeepsAllThreads() {
        BlasThreads.forEach(Parallelism.of(4), 1, i -> assertEquals(2, BlasThreads.current()));
        BlasThreads.forBlocks(Parallelism.of(4), 3, 3,
                (start, end) -> assertEquals(2, BlasThreads.current()));
    }

    @Test
    void threadsReturnAfterAFailure() {
        assertThrows(IllegalStateException.class, () -> BlasThreads.withSingleThread(() -> {
            throw new IllegalStateException("in the middle");
        }));
        assertEquals(2, BlasThreads.current());
    }

    @Test
    void aNumberSetWithinALoopHoldsAfterIt() {
        BlasThreads.withSingleThread(() -> {
            DenseAlgebra.setThreads(3);
            assertEquals(1, BlasThreads.current());
        });
        assertEquals(3, BlasThreads.current());
    }

    @Test
    void productsInLoopsAreTheSameToTheLastBit() {
        Matrix x = Matrix.of(150, 700, Lcg.numbers(5, 150 * 700));
        double[][] one = new double[6][];
        double[][] four = new double[6][];
        BlasThreads.forEach(Parallelism.single(), 6, i -> one[i] = DenseAlgebra.gram(x).data());
        BlasThreads.forEach(Parallelism.of(4), 6, i -> four[i] = DenseAlgebra.gram(x).data());
        for (int i = 0; i < 6; i++) {
            assertArrayEquals(one[0], one[i], 0);
            assertArrayEquals(one[0], four[i], 0);
        }
    }
}
