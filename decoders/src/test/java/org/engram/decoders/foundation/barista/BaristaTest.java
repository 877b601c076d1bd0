package org.engram.decoders.foundation.barista;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.engram.decoders.foundation.barista.BaristaConfiguration.Place;
import org.junit.jupiter.api.Test;

class BaristaTest {
    /** Specification 8.4.6 and 8.4.7: numbers in the released files, the rotary frequencies among them. */
    @Test
    void sizes() {
        assertEquals(183, new BaristaNetwork(BaristaConfiguration.of(Place.PARCEL)).state().size());
        assertEquals(839_240, numbers(Place.PARCEL));
        assertEquals(869_896, numbers(Place.COORDINATES));
        assertEquals(832_840, numbers(Place.LOBE));
    }

    private static long numbers(Place place) {
        return new BaristaNetwork(BaristaConfiguration.of(place)).state().values().stream()
                .mapToLong(parameter -> parameter.getShape().size()).sum();
    }
}
