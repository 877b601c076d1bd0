package org.engram.io.recording.fif;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.engram.io.recording.Band;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Compensation;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.Projector;

/** What the measurement info of a file says. */
record MeasurementInfo(ChannelTable table, double samplingRateHz, Band band, Optional<Instant> date,
        OptionalDouble lineFrequencyHz, Optional<CoordinateTransform> deviceToHead,
        List<DigitizedPoint> digitization, List<Projector> projectors, List<Compensation> compensations,
        Map<String, String> facts) {
    MeasurementInfo {
        facts = new LinkedHashMap<>(facts);
    }

    List<Channel> channels() {
        return table.channels(band);
    }

    MeasurementInfo with(ChannelTable other, double rate) {
        return new MeasurementInfo(other, rate, band, date, lineFrequencyHz, deviceToHead, digitization,
                projectors, compensations, facts);
    }
}
