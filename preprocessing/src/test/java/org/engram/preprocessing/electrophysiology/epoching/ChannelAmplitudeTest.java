package org.engram.preprocessing.electrophysiology.epoching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.engram.io.recording.ChannelType;
import org.junit.jupiter.api.Test;

class ChannelAmplitudeTest {
    @Test
    void amplitudesAreInSiUnitsOfTheirType() {
        assertEquals(1e-4, ChannelAmplitude.parse("eeg=100uV").value(), 1e-18);
        assertEquals(4e-12, ChannelAmplitude.parse("mag=4000fT").value(), 1e-26);
        // 4000 fT over a centimetre are 4e-12 T / 0.01 m.
        assertEquals(4e-10, ChannelAmplitude.parse("grad=4000fT/cm").value(), 1e-24);
        assertEquals(ChannelType.PLANAR_GRADIOMETER, ChannelAmplitude.parse("grad=3pT/m").type());
        assertEquals(3e-12, ChannelAmplitude.parse("grad=3pT/m").value(), 1e-26);
    }

    @Test
    void unitsOfAnotherTypeAreRefused() {
        for (String wrong : new String[] {"grad=4000fT", "mag=4000fT/cm", "eeg=1fT", "mag=1uV", "eeg=100",
                "eeg",
                "egg=1uV", "eeg=-1uV", "eeg=0uV", "eeg=1e999V"}) {
            String message = assertThrows(IllegalArgumentException.class, () -> ChannelAmplitude.parse(wrong),
                    wrong)
                    .getMessage();
            assertTrue(message.startsWith("\""), message);
        }
    }
}
