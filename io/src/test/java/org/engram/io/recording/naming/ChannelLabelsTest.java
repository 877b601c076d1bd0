package org.engram.io.recording.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.engram.core.Notice;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Unit;
import org.junit.jupiter.api.Test;

class ChannelLabelsTest {
    @Test
    void typesFollowLabels() {
        Map<ChannelType, List<String>> expected = Map.of(
                ChannelType.EEG, List.of("Fz", "EEG Fpz-Cz", "EEG-C3", "A1", "T7", "Temporal 1", "EEG-0"),
                ChannelType.EOG, List.of("EOG horizontal", "HEOG", "EOG-left", "EOGl", "VEOG1"),
                ChannelType.ECG, List.of("ECG", "EKG1", "ECG II", "ECGL"),
                ChannelType.EMG, List.of("EMG Chin1", "EMG submental"), ChannelType.SEEG, List.of("SEEG A1"),
                ChannelType.STIM, List.of("Status", "TRIG", "Trigger", "STI 014", "STIM", "STI101"),
                ChannelType.RESPIRATION, List.of("Resp oro-nasal", "RESP"),
                ChannelType.BIO, List.of("EXG1", "SaO2", "Plet"),
                ChannelType.MISC, List.of("Event marker", "DIG DTRIG"),
                ChannelType.TEMPERATURE, List.of("Temp rectal", "TEMP1"));
        expected.forEach((type, labels) -> labels
                .forEach(label -> assertEquals(type, ChannelLabels.typeOf(label), label)));
    }

    @Test
    void unitsDecideWhetherItIsAVoltage() {
        assertEquals(new PhysicalUnit(ChannelType.EEG, Unit.VOLT, 1e-6),
                PhysicalUnit.of("Fz", "\u00b5V", ReadOptions.DEFAULT));
        assertEquals(new PhysicalUnit(ChannelType.MISC, Unit.NONE, 1),
                PhysicalUnit.of("Fz", "%", ReadOptions.DEFAULT));
        assertEquals(new PhysicalUnit(ChannelType.TEMPERATURE, Unit.DEGREE_CELSIUS, 1),
                PhysicalUnit.of("Temp rectal", "DegC", ReadOptions.DEFAULT));
        assertEquals(new PhysicalUnit(ChannelType.RESPIRATION, Unit.VOLT, 1e-3),
                PhysicalUnit.of("Resp", "mV", ReadOptions.DEFAULT));
        assertEquals(new PhysicalUnit(ChannelType.STIM, Unit.NONE, 1),
                PhysicalUnit.of("Status", "uV", ReadOptions.DEFAULT.withAssumedUnit("*", 1e-3)));
    }

    @Test
    void repeatedNamesAreNumbered() {
        List<Notice> notices = new ArrayList<>();
        assertEquals(List.of("A-0", "B", "A-2", "A-1", "channel 5"),
                ChannelLabels.unique(List.of("A", "B", "A", "A-1", ""), notices::add));
        assertEquals(1, notices.size());
    }
}
