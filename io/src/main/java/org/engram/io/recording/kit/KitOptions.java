package org.engram.io.recording.kit;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a KIT file does not say itself.
 *
 * @param markers files of marker coil measurements ({@code .sqd}, {@code .mrk} or text in metres), averaged; empty when
 *     there are none
 * @param fiducialsAndCoils file of nasion, left and right ear and the five coils ({@code .elp} in metres, or
 *     FastScan text in millimetres)
 * @param headShape file of points of the head ({@code .hsp} in metres, or FastScan text in millimetres)
 * @param triggerChannels indices of the channels the trigger code is made from, lowest bit first; empty for the first
 *     eight channels that are not sensors
 * @param bitOrder which of the first eight channels that are not sensors has the highest bit
 * @param rising whether a trigger is on above the threshold; otherwise below it
 * @param thresholdVolts where a trigger switches
 * @param coding how the code follows from the channels that are on
 * @param oldVersions whether files older than version 2 revision 3, whose scale is not certain, may be read
 */
public record KitOptions(List<Path> markers, Optional<Path> fiducialsAndCoils, Optional<Path> headShape,
        List<Integer> triggerChannels, BitOrder bitOrder, boolean rising, double thresholdVolts,
        Coding coding, boolean oldVersions) {
    /** No separate files; a falling slope below 1 V; bits; the last channel has the highest; no old versions. */
    public static final KitOptions DEFAULT = new KitOptions(List.of(), Optional.empty(), Optional.empty(),
            List.of(), BitOrder.LAST_HIGHEST, false, 1, Coding.BINARY, false);

    /** Which trigger channel has the highest bit. */
    public enum BitOrder {
        /** The first one. */
        FIRST_HIGHEST,
        /** The last one. */
        LAST_HIGHEST
    }

    /** How a trigger code follows from the channels that are on. */
    public enum Coding {
        /** Each channel is a bit. */
        BINARY,
        /** The sum of the indices of the channels. */
        CHANNEL_INDEX
    }

    /** Copies and checks that the files about the head come together. */
    public KitOptions {
        markers = List.copyOf(markers);
        triggerChannels = List.copyOf(triggerChannels);
        Objects.requireNonNull(bitOrder, "bitOrder");
        Objects.requireNonNull(coding, "coding");
        boolean none = markers.isEmpty() && fiducialsAndCoils.isEmpty() && headShape.isEmpty();
        if (!none && (markers.isEmpty() || fiducialsAndCoils.isEmpty() || headShape.isEmpty())) {
            throw new IllegalArgumentException("marker, fiducial and head shape files are needed together:"
                    + " give all three or none");
        }
    }

    /**
     * @param markerFiles marker coil measurements, averaged
     * @param elp fiducials and coils
     * @param hsp head shape
     * @return these options with those files
     */
    public KitOptions withHead(List<Path> markerFiles, Path elp, Path hsp) {
        return new KitOptions(markerFiles, Optional.of(elp), Optional.of(hsp), triggerChannels, bitOrder,
                rising, thresholdVolts, coding, oldVersions);
    }

    /**
     * @param channels indices of channels, lowest bit first; empty for the first eight that are not sensors
     * @param order which of those eight has the highest bit
     * @param howCoded how the code follows from the channels
     * @return these options with those triggers
     */
    public KitOptions withTriggers(List<Integer> channels, BitOrder order, Coding howCoded) {
        return new KitOptions(markers, fiducialsAndCoils, headShape, channels, order, rising,
                thresholdVolts, howCoded, oldVersions);
    }

    /**
     * @param onAbove whether a trigger is on above the threshold
     * @param volts where it switches
     * @return these options with that slope
     */
    public KitOptions withThreshold(boolean onAbove, double volts) {
        return new KitOptions(markers, fiducialsAndCoils, headShape, triggerChannels, bitOrder, onAbove,
                volts, coding, oldVersions);
    }

    /**
     * @param allowed whether files of old versions may be read
     * @return these options, so
     */
    public KitOptions withOldVersions(boolean allowed) {
        return new KitOptions(markers, fiducialsAndCoils, headShape, triggerChannels, bitOrder, rising,
                thresholdVolts, coding, allowed);
    }
}
