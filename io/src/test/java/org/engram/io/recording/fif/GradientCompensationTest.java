package org.engram.io.recording.fif;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Compensation;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SensorGeometry;
import org.junit.jupiter.api.Test;

class GradientCompensationTest {
    private static Recording recording() {
        SensorGeometry coil = new SensorGeometry(5001, CoordinateFrame.DEVICE, new double[12]);
        List<Channel> channels = List.of(Channel.of("M1", ChannelType.AXIAL_GRADIOMETER).withSensor(coil),
                Channel.of("R1", ChannelType.REFERENCE_MEG), Channel.of("R2", ChannelType.REFERENCE_MEG),
                Channel.of("M2", ChannelType.AXIAL_GRADIOMETER).withSensor(coil),
                Channel.of("Cz", ChannelType.EEG));
        double[][] samples = {{10, 20}, {1, 2}, {3, 5}, {7, 11}, {4, 4}};
        return Recording.of(channels, 100, samples).toBuilder().compensations(List.of(
                new Compensation(1, true, List.of("M1", "M2"), List.of("R1", "R2"),
                        new double[][] {{2, 0}, {0, 1}}),
                // the second grade changes a reference too
                new Compensation(3, true, List.of("M1", "M2", "R1"), List.of("R1", "R2"),
                        new double[][] {{1, 1}, {0.5, 0}, {0, 0.25}})))
                .build();
    }

    @Test
    void gradesSubtractReferencesAndComeBack() throws IOException {
        Recording none = recording();
        Recording first = GradientCompensation.change(none, 1);
        assertArrayEquals(new double[] {10 - 2 * 1, 20 - 2 * 2}, first.read(0, 2)[0]);
        assertArrayEquals(new double[] {7 - 3, 11 - 5}, first.read(0, 2)[3]);
        assertEquals(1, GradientCompensation.grade(first));
        assertArrayEquals(new double[] {4, 4}, first.read(0, 2)[4], "EEG is left alone");
        Recording third = GradientCompensation.change(first, 3);
        double[][] direct = GradientCompensation.change(none, 3).read(0, 2);
        for (int channel = 0; channel < 5; channel++) {
            assertArrayEquals(direct[channel], third.read(0, 2)[channel], 1e-12);
        }
        assertArrayEquals(new double[] {1 - 0.25 * 3}, new double[] {direct[1][0]}, 1e-15);
        Recording back = GradientCompensation.change(third, 0);
        for (int channel = 0; channel < 5; channel++) {
            assertArrayEquals(none.read(0, 2)[channel], back.read(0, 2)[channel], 1e-12);
        }
        assertArrayEquals(new double[] {20}, back.read(new int[] {0}, 1, 1)[0], 1e-12);
    }

    @Test
    void gradeThatIsNotThereIsNamed() {
        EngramException error = assertThrows(EngramException.class,
                () -> GradientCompensation.change(recording(), 2));
        assertTrue(error.getMessage().contains("grade 2") && error.getMessage().contains("[1, 3]"),
                error.getMessage());
    }
}
