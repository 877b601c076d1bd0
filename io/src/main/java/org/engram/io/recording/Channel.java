package org.engram.io.recording;

import java.util.Objects;
import java.util.Optional;

/**
 * One channel of a recording.
 *
 * @param name unique within the recording; not empty
 * @param type what it measures
 * @param unit unit of its samples
 * @param position where its electrode lies in the head frame
 * @param sensor how its MEG coil lies
 * @param bad whether it is marked as bad: kept, but left out of what is computed over channels
 * @param reference name of the electrode or scheme it is measured against, empty when not known
 * @param band what the amplifier let through
 */
public record Channel(String name, ChannelType type, Unit unit, Optional<Position> position,
        Optional<SensorGeometry> sensor, boolean bad, String reference, Band band) {
    /** Checks that nothing is missing. */
    public Channel {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a channel has no name");
        }
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(sensor, "sensor");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(band, "band");
    }

    /**
     * @param name its name
     * @param type what it measures
     * @return a good channel in the unit of that type, of unknown place, reference and band
     */
    public static Channel of(String name, ChannelType type) {
        return new Channel(name, type, type.defaultUnit(), Optional.empty(), Optional.empty(), false, "",
                Band.UNKNOWN);
    }

    /**
     * @param value another name
     * @return this channel under that name
     */
    public Channel withName(String value) {
        return new Channel(value, type, unit, position, sensor, bad, reference, band);
    }

    /**
     * @param value another type
     * @param itsUnit unit of the samples
     * @return this channel with them
     */
    public Channel withType(ChannelType value, Unit itsUnit) {
        return new Channel(name, value, itsUnit, position, sensor, bad, reference, band);
    }

    /**
     * @param value where the electrode lies, in the head frame; null when not known
     * @return this channel there
     */
    public Channel withPosition(Position value) {
        return new Channel(name, type, unit, Optional.ofNullable(value), sensor, bad, reference, band);
    }

    /**
     * @param value how the coil lies; null when not known
     * @return this channel with it
     */
    public Channel withSensor(SensorGeometry value) {
        return new Channel(name, type, unit, position, Optional.ofNullable(value), bad, reference, band);
    }

    /**
     * @param value whether it is bad
     * @return this channel, so marked
     */
    public Channel withBad(boolean value) {
        return new Channel(name, type, unit, position, sensor, value, reference, band);
    }

    /**
     * @param value what it is measured against
     * @return this channel with that reference
     */
    public Channel withReference(String value) {
        return new Channel(name, type, unit, position, sensor, bad, value, band);
    }

    /**
     * @param value what frequencies it holds
     * @return this channel with that band
     */
    public Channel withBand(Band value) {
        return new Channel(name, type, unit, position, sensor, bad, reference, value);
    }
}
