package org.engram.testdata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class LcgTest {
    @Test
    void givesTheNumbersTheGoldenValuesWereComputedFrom() {
        // Printed with ten digits, hence the tolerance.
        assertArrayEquals(new double[] {0.5823075897, 0.5198187493, 0.4659764250, 0.7770372583, 0.4228650290},
                Lcg.numbers(42, 5), 5e-11);
    }
}
