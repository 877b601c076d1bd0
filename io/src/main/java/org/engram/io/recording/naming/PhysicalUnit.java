package org.engram.io.recording.naming;

import java.util.Locale;
import java.util.OptionalDouble;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Unit;

/**
 * The type and unit a channel has after what its label and the unit in the file say together.
 *
 * @param type what it measures; other than the label says where a voltage is in no unit of voltage
 * @param unit unit of its samples
 * @param factor SI units per unit of the file
 */
public record PhysicalUnit(ChannelType type, Unit unit, double factor) {
    /**
     * @param label name of the channel
     * @param text its unit as the file has it
     * @param options a unit to assume instead: by name always, "*" where the file has a voltage or says nothing
     * @return type, unit and factor; a label of a voltage with any other unit becomes {@link ChannelType#MISC}
     */
    public static PhysicalUnit of(String label, String text, ReadOptions options) {
        ChannelType type = ChannelLabels.typeOf(label);
        if (type == ChannelType.STIM) {
            return new PhysicalUnit(type, Unit.NONE, 1);
        }
        OptionalDouble volts = Unit.voltsPer(text);
        boolean voltage = type.defaultUnit() == Unit.VOLT;
        boolean named = options.assumedVoltsPerUnit().containsKey(label);
        if (named || volts.isPresent() || text.isBlank() && voltage) {
            OptionalDouble assumed = options.assumedUnit(label);
            volts = assumed.isPresent() ? assumed : volts;
        }
        if (volts.isPresent()) {
            return new PhysicalUnit(type, Unit.VOLT, volts.getAsDouble());
        }
        if (type == ChannelType.TEMPERATURE && text.toUpperCase(Locale.ROOT).matches("(DEG *|O|\u00B0)?C")) {
            return new PhysicalUnit(type, Unit.DEGREE_CELSIUS, 1);
        }
        return new PhysicalUnit(voltage && type != ChannelType.BIO ? ChannelType.MISC : type, Unit.NONE, 1);
    }

    /**
     * @param name its name
     * @return a channel of this type and unit
     */
    public Channel channel(String name) {
        return Channel.of(name, type).withType(type, unit);
    }
}
