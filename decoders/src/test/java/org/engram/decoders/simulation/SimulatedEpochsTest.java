package org.engram.decoders.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.engram.io.array.NpyArray;
import org.junit.jupiter.api.Test;

class SimulatedEpochsTest {
    @Test
    void theClassesDifferWhereTheTruthSaysAndNowhereElse() {
        SimulatedEpochs simulation = SimulatedEpochs.builder().subjects(8).epochs(100).seed(3).build();
        Map<String, NpyArray> arrays = simulation.arrays();
        float[] values = (float[]) arrays.get("X").data();
        String[] classes = arrays.get("y").toStrings();
        double[] truth = simulation.truth().toDoubles();
        double[] difference = new double[truth.length];
        for (int i = 0; i < values.length; i++) {
            difference[i % truth.length] += values[i] * (classes[i / truth.length].equals("target") ? 1 : -1)
                    / 400;
        }
        double inside = 0;
        double outside = 0;
        int places = 0;
        for (int i = 0; i < truth.length; i++) {
            places += (int) truth[i];
            if (truth[i] > 0) {
                inside += difference[i];
            } else {
                outside = Math.max(outside, Math.abs(difference[i]));
            }
        }
        assertEquals(4 * 22, places);
        // A half-wave of 14 uV has a mean of 14 x 2 / pi = 8.9; gains of subjects and jitter change it a little.
        assertEquals(8.9, inside / places, 2);
        // Noise of 10 uV over 400 epochs of each class: 0.7 uV; jitter of 2 samples spills up to 2 uV over the edge.
        assertTrue(outside < 4, "largest difference outside " + outside);
    }

    @Test
    void oneSeedOneRecording() {
        Map<String, NpyArray> one = SimulatedEpochs.builder().subjects(1).epochs(4).build().arrays();
        Map<String, NpyArray> other = SimulatedEpochs.builder().subjects(1).epochs(4).build().arrays();
        assertArrayEquals((float[]) one.get("X").data(), (float[]) other.get("X").data());
    }
}
