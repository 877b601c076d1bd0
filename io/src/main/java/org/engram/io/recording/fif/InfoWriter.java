package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
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
import org.engram.io.recording.Recording;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifOutput;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Types;

/** Writes a measurement info. */
final class InfoWriter {
    private final List<Channel> channels;
    private final double samplingRateHz;
    private final ShortNames names;
    private Band band = Band.UNKNOWN;
    private List<Projector> projectors = List.of();
    private List<Compensation> compensations = List.of();
    private List<DigitizedPoint> digitization = List.of();
    private Optional<CoordinateTransform> deviceToHead = Optional.empty();
    private Optional<Instant> date = Optional.empty();
    private OptionalDouble lineFrequencyHz = OptionalDouble.empty();
    private Map<String, String> facts = Map.of();
    private float[] calibrations;
    private int packing = Types.FLOAT32;

    private InfoWriter(List<Channel> channels, double samplingRateHz) {
        this.channels = channels;
        this.samplingRateHz = samplingRateHz;
        names = ShortNames.forAll(channels.stream().map(Channel::name).toList());
    }

    static InfoWriter of(List<Channel> channels, double samplingRateHz) {
        InfoWriter writer = new InfoWriter(channels, samplingRateHz);
        if (!channels.isEmpty()) {
            writer.band = channels.get(0).band();
        }
        return writer;
    }

    static InfoWriter of(Recording recording) {
        InfoWriter writer = of(recording.channels(), recording.samplingRateHz());
        writer.band = recording.band();
        writer.projectors = recording.projectors();
        writer.compensations = recording.compensations();
        writer.digitization = recording.digitization();
        writer.deviceToHead = recording.deviceToHead();
        writer.lineFrequencyHz = recording.lineFrequencyHz();
        writer.date = date(recording);
        writer.facts = recording.facts();
        return writer;
    }

    /** Date of the sample of number 0, which is what a file calls the date of the measurement. */
    static Optional<Instant> date(Recording recording) {
        return recording.startTime()
                .map(start -> start
                        .minus(RawReader.offset(recording.firstSample(), recording.samplingRateHz())));
    }

    InfoWriter projectors(List<Projector> value) {
        projectors = value;
        return this;
    }

    InfoWriter band(Band value) {
        band = value;
        return this;
    }

    InfoWriter samples(int type, float[] calibrationOfEach) {
        packing = type;
        calibrations = calibrationOfEach;
        return this;
    }

    void write(FifOutput out) throws IOException {
        out.begin(Blocks.MEASUREMENT_INFO);
        FifDigitization.write(out, digitization);
        if (deviceToHead.isPresent()) {
            FifTransform.write(out, deviceToHead.get());
        }
        FifProjectors.write(out, projectors, names);
        List<String> bad = channels.stream().filter(Channel::bad).map(Channel::name).toList();
        if (!bad.isEmpty()) {
            out.begin(Blocks.BAD_CHANNELS);
            out.names(Kinds.CHANNEL_NAMES, names.of(bad));
            out.end(Blocks.BAD_CHANNELS);
        }
        FactTags.write(out, Blocks.MEASUREMENT_INFO, facts);
        if (date.isPresent()) {
            out.integers(Kinds.MEASUREMENT_DATE, Math.toIntExact(date.get().getEpochSecond()),
                    date.get().getNano() / 1000);
        }
        out.integers(Kinds.CHANNEL_COUNT, channels.size());
        writeRate(out);
        if (!Double.isNaN(band.lowPassHz())) {
            out.floats(Kinds.LOW_PASS, band.lowPassHz());
        }
        if (!Double.isNaN(band.highPassHz())) {
            out.floats(Kinds.HIGH_PASS, band.highPassHz());
        }
        if (lineFrequencyHz.isPresent()) {
            out.floats(Kinds.LINE_FREQUENCY, lineFrequencyHz.getAsDouble());
        }
        out.integers(Kinds.DATA_PACKING, packing);
        writeChannels(out);
        FactTags.write(out, Blocks.SUBJECT, facts);
        FactTags.write(out, Blocks.DEVICE, facts);
        CompensationReader.write(out, compensations, names);
        out.end(Blocks.MEASUREMENT_INFO);
    }

    /** As 32-bit floating point, which other programs expect, unless that would change the rate. */
    private void writeRate(FifOutput out) throws IOException {
        if ((float) samplingRateHz == samplingRateHz) {
            out.floats(Kinds.SAMPLING_RATE, samplingRateHz);
        } else {
            out.doubles(Kinds.SAMPLING_RATE, samplingRateHz);
        }
    }

    private void writeChannels(FifOutput out) throws IOException {
        List<FifChannel> all = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            FifChannel channel = FifChannel.of(channels.get(i), calibrations == null ? 1 : calibrations[i]);
            all.add(channel);
            ByteBuffer content = ByteBuffer.allocate(FifChannel.BYTES);
            channel.withName(names.of(channel.name())).write(content, i + 1);
            out.tag(Kinds.CHANNEL, Types.CHANNEL, content.array());
        }
        if (names.isNeeded()) {
            for (int i = 0; i < all.size(); i++) {
                writeAtLength(out, all.get(i), i + 1);
            }
        }
    }

    private void writeAtLength(FifOutput out, FifChannel channel, int number) throws IOException {
        out.begin(Blocks.CHANNEL);
        out.integers(Kinds.CHANNEL_SCAN, number);
        out.integers(Kinds.CHANNEL_LOGICAL, number);
        out.integers(Kinds.CHANNEL_KIND, channel.kind());
        out.floats(Kinds.CHANNEL_RANGE, channel.range());
        out.floats(Kinds.CHANNEL_CALIBRATION, channel.calibration());
        out.integers(Kinds.CHANNEL_COIL, channel.coil());
        out.floats(Kinds.CHANNEL_LOCATION, channel.location());
        out.integers(Kinds.CHANNEL_UNIT, channel.unit());
        out.integers(Kinds.CHANNEL_UNIT_POWER, channel.power());
        out.text(Kinds.CHANNEL_NAME, channel.name());
        out.integers(Kinds.CHANNEL_FRAME, channel.frame());
        out.end(Blocks.CHANNEL);
    }
}
