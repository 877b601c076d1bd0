package org.engram.decoders.foundation.barista;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.engram.core.ShapeException;
import org.engram.decoders.foundation.barista.BaristaConfiguration.Place;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.parity.OneThread;
import org.engram.nn.parity.Parity;
import org.engram.nn.parity.SineWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(OneThread.class)
class BaristaTest {
    /** Specification 8.4.6 and 8.4.7: numbers in the released files, the rotary frequencies among them. */
    @Test
    void sizes() {
        assertEquals(183, new BaristaNetwork(BaristaConfiguration.of(Place.PARCEL)).state().size());
        assertEquals(839_240, numbers(Place.PARCEL));
        assertEquals(869_896, numbers(Place.COORDINATES));
        assertEquals(832_840, numbers(Place.LOBE));
    }

    /** Results, names and gradients of a small one by barista.py. */
    @Test
    void agreesWithPytorch() {
        Parity.of(BaristaTest.class, "barista.npz").inInference()
                .check(new BaristaNetwork(BaristaConfiguration.of(Place.COORDINATES).withSizes(16, 8, 2)));
    }

    /** Specification 13.4.1: segments of a batch do not see each other. */
    @Test
    void identicalSegmentsHaveIdenticalLatents() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            BaristaNetwork network = new BaristaNetwork(
                    BaristaConfiguration.of(Place.LOBE).withSizes(16, 8, 2));
            network.initialize(manager, DataType.FLOAT64, 1);
            NDArray segment = SineWeights.input(manager, 1, 2, 48);
            NDArray places = manager.create(new long[] {4, 9}, new Shape(2, 1));
            NDArray other = segment.mul(-3).add(1);
            NDArray batch = network.apply(pass, new NDList(segment.concat(segment).concat(other), places))
                    .get(0);
            assertArrayEquals(batch.get(0).toDoubleArray(), batch.get(1).toDoubleArray());
            double[] alone = network.apply(pass, new NDList(segment, places)).get(0).toDoubleArray();
            assertArrayEquals(alone, batch.get(0).toDoubleArray(), 1e-12);
        }
    }

    @Test
    void classifierKeepsTheNamesOfTheNetwork() {
        BaristaClassifier classifier = new BaristaClassifier(BaristaConfiguration.of(Place.PARCEL), 3, 12, 2);
        assertTrue(classifier.state().keySet()
                .containsAll(new BaristaNetwork(BaristaConfiguration.of(Place.PARCEL)).state().keySet()));
        assertEquals(new Shape(1, 36), classifier.state().get("channel_weights.weight").getShape());
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            classifier.initialize(manager, DataType.FLOAT32, 1);
            NDArray places = manager.create(new long[] {5, 17, 60}, new Shape(3, 1));
            assertEquals(new Shape(2, 2),
                    classifier.apply(pass, new NDList(manager.ones(new Shape(2, 3, 6144)), places)).get(0)
                            .getShape());
        }
    }

    @Test
    void wrongPlacesAreNamed() {
        try (NDManager manager = Torch.newManager(); Pass pass = Pass.inference()) {
            BaristaNetwork network = new BaristaNetwork(
                    BaristaConfiguration.of(Place.LOBE).withSizes(16, 8, 1));
            network.initialize(manager, DataType.FLOAT32, 1);
            NDArray segments = manager.ones(new Shape(1, 2, 32));
            assertThrows(ShapeException.class, () -> network.apply(pass,
                    new NDList(segments, manager.create(new long[] {4, 9, 3}, new Shape(3, 1)))));
            assertThrows(ShapeException.class, () -> network.apply(pass,
                    new NDList(segments, manager.create(new long[] {4, 21}, new Shape(2, 1)))));
        }
    }

    private static long numbers(Place place) {
        return new BaristaNetwork(BaristaConfiguration.of(place)).state().values().stream()
                .mapToLong(parameter -> parameter.getShape().size()).sum();
    }
}
