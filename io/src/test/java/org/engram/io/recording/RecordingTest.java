package org.engram.io.recording;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.engram.core.EngramException;
import org.engram.core.ShapeException;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.junit.jupiter.api.Test;

class RecordingTest {
    private final Recording recording = Recording.of(
            List.of(Channel.of("Fz", ChannelType.EEG), Channel.of("Cz", ChannelType.EEG),
                    Channel.of("STI", ChannelType.STIM)),
            4, new double[][] {{0, 1, 2, 3, 4, 5}, {10, 11, 12, 13, 14, 15}, {0, 0, 1, 1, 0, 0}});

    @Test
    void blocksAreOfTheChannelsAskedForInTheirOrder() throws IOException {
        double[][] block = recording.read(new int[] {1, 0}, 2, 3);
        assertArrayEquals(new double[] {12, 13, 14}, block[0]);
        assertArrayEquals(new double[] {2, 3, 4}, block[1]);
        assertEquals(1.5, recording.durationSeconds());
        assertThrows(EngramException.class, () -> recording.read(4, 3));
        assertThrows(EngramException.class, () -> recording.read(-1, 2));
    }

    @Test
    void selectionKeepsTheOrderAskedFor() throws IOException {
        Recording chosen = recording.select(2, 0);
        assertEquals(List.of("STI", "Fz"), chosen.channelNames());
        assertArrayEquals(new double[] {1, 1}, chosen.read(2, 2)[0]);
        assertArrayEquals(new double[] {5}, chosen.select(1).read(5, 1)[0]);
    }

    @Test
    void badChannelsAreMarkedByName() {
        Recording marked = recording.withBadChannels(List.of("Cz"));
        assertEquals(List.of("Cz"), marked.badChannels());
        assertArrayEquals(new int[] {0}, marked.goodBrainChannels());
        EngramException unknown = assertThrows(EngramException.class,
                () -> recording.withBadChannels(List.of("Cx")));
        assertTrue(unknown.getMessage().contains("Cz"), unknown.getMessage());
    }

    @Test
    void namesAreUniqueAndShapesFit() {
        List<Channel> twice = List.of(Channel.of("Fz", ChannelType.EEG), Channel.of("Fz", ChannelType.EEG));
        assertThrows(EngramException.class, () -> Recording.of(twice, 4, new double[2][3]));
        assertThrows(ShapeException.class, () -> Recording.of(twice, 4, new double[1][3]));
    }

    @Test
    void transformsHaveAWayBack() {
        double a = 0.3;
        CoordinateTransform turn = new CoordinateTransform(CoordinateFrame.DEVICE, CoordinateFrame.HEAD,
                new double[] {Math.cos(a), -Math.sin(a), 0, 0.01, Math.sin(a), Math.cos(a), 0, -0.02, 0, 0, 1,
                        0.03,
                        0, 0, 0, 1});
        Position place = new Position(0.05, -0.04, 0.09);
        assertEquals(0, turn.inverse().apply(turn.apply(place)).distanceTo(place), 1e-15);
        assertEquals(place.norm(), turn.rotate(place).norm(), 1e-15);
        assertEquals(new Position(0.01, -0.02, 0.03), turn.apply(new Position(0, 0, 0)));
    }

    @Test
    void epochsSelectTrialsAndChannelsTogetherWithTheirRows() throws IOException {
        Epochs epochs = Epochs.builder(recording.channels().subList(0, 2), 10, -2, 3)
                .trials(List.of(new Trial(5, 1, "left"), new Trial(9, 2, "right")),
                        TrialSource.of(new double[][][] {{{1, 2, 3}, {4, 5, 6}}, {{7, 8, 9}, {10, 11, 12}}}))
                .table(Table.of(Column.ofText("hand", List.of("l", "r")))).build();
        assertArrayEquals(new double[] {-0.2, -0.1, 0}, epochs.times(), 1e-15);
        Epochs second = epochs.selectTrials(1).selectChannels(1);
        assertArrayEquals(new double[] {10, 11, 12}, second.read(0)[0]);
        assertEquals(List.of("r"), second.table().orElseThrow().text("hand"));
        assertArrayEquals(new double[] {10, 11, 12}, second.load().read(0)[0]);
    }

    @Test
    void unitsOfVoltageAreKnownHoweverTheyAreSpelt() {
        assertEquals(1e-6, Unit.voltsPer("\u00B5V").orElseThrow());
        assertEquals(1e-6, Unit.voltsPer("\u03BCV").orElseThrow());
        assertEquals(1e-6, Unit.voltsPer("\u0083\u00CAV").orElseThrow());
        assertEquals(1e-3, Unit.voltsPer(" mV ").orElseThrow());
        assertTrue(Unit.voltsPer("degC").isEmpty());
    }
}
