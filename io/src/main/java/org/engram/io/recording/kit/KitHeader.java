package org.engram.io.recording.kit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.recording.header.BinaryCursor;
import org.engram.io.recording.samples.NumberType;

/** What the blocks of a file say, apart from the place of the head. */
record KitHeader(KitDirectory directory, String description, String comment, long createdSeconds,
        List<KitChannel> channels, double[] gains, NumberType encoding, KitAmplifier amplifier,
        double samplingRateHz, long sampleCount) {
    /** Systems whose old files do not state range and bits of the converter truly: 5 V, 11 bits. */
    private static final List<Integer> LEGACY_SYSTEMS = List.of(32, 33, 34, 51);
    private static final int MISLABELLED_REFERENCES = 52;
    private static final int MOST_SENSORS = 160;
    private static final int CONTINUOUS = 1;
    private static final double EXG_BITS = 14;

    private record System(int version, int revision, int id, String description, String comment,
            int channels, long created, int loopType, double range, int allocatedBits, int storedBits) {
        boolean isOld() { return version < 2 || version == 2 && revision < 3; }
    }

    static KitHeader read(BinaryCursor cursor, KitOptions options, Consumer<Notice> notices)
            throws IOException {
        KitDirectory directory = KitDirectory.read(cursor);
        System system = system(cursor.seek(directory.of(KitDirectory.SYSTEM).offset()), options);
        List<KitChannel> channels = channels(cursor, directory, system);
        KitAmplifier amplifier = KitAmplifier.read(
                cursor.seek(directory.of(KitDirectory.AMPLIFIER).offset()), system.loopType(), notices);
        double[] gains = gains(cursor, directory, system, channels, amplifier);
        cursor.seek(directory.of(KitDirectory.ACQUISITION).offset());
        int kind = cursor.int32();
        if (kind != CONTINUOUS) {
            throw new UnsupportedFeatureException("the KIT file holds "
                    + (kind == 2
                            ? "an average (or a marker measurement)"
                            : kind == 3
                                    ? "epochs"
                                    : "data of the unknown kind " + kind)
                    + ", not a continuous recording: export it as raw data with the maker's program");
        }
        double rate = cursor.float64();
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw cursor.error("says it was sampled at " + rate + " Hz; expected a positive number");
        }
        long samples = cursor.skip(4).int32();
        if (samples < 0) {
            throw cursor.error("announces " + samples + " samples");
        }
        NumberType encoding = system.allocatedBits() == 16 ? NumberType.INT16 : NumberType.INT32;
        return new KitHeader(directory, system.description(), system.comment(), system.created(), channels,
                gains, encoding, amplifier, rate, samples);
    }

    private static System system(BinaryCursor cursor, KitOptions options) throws IOException {
        int version = cursor.int32();
        int revision = cursor.int32();
        int id = cursor.int32();
        String name = cursor.text(128);
        String model = cursor.text(128);
        int count = cursor.int32();
        String comment = cursor.text(256);
        long created = cursor.int32();
        cursor.skip(4 + 12 + 4 + 12);
        int loopType = cursor.int32();
        cursor.skip(12 + 4 + 12 + 4 + 29 * 4L);
        boolean wholeRange = version < 2 || version == 2 && revision <= 3;
        double range = wholeRange ? cursor.int32() : cursor.float64();
        cursor.skip(4);
        int allocated = cursor.int32();
        int stored = cursor.int32();
        String text = "V" + version + "R" + String.format("%03d", revision);
        System system = new System(version, revision, id, name + " (" + id + ") " + text + " " + model,
                comment, count, created, loopType, range, allocated, stored);
        if (!system.isOld()) {
            return check(cursor, system);
        }
        if (!options.oldVersions() || !LEGACY_SYSTEMS.contains(id)) {
            throw new UnsupportedFeatureException("the KIT file is of version " + text + " from system " + id
                    + ", older than V2R003, whose scale is not certain: read and save it again with the"
                    + " maker's program, or (for systems " + LEGACY_SYSTEMS + ") allow old versions");
        }
        return check(cursor, new System(version, revision, id, system.description(), comment, count, created,
                loopType, 5, allocated, 11));
    }

    private static System check(BinaryCursor cursor, System system) {
        if (system.allocatedBits() != 16 && system.allocatedBits() != 32) {
            throw cursor.error("stores samples in " + system.allocatedBits() + " bits; expected 16 or 32");
        }
        if (system.storedBits() < 1 || system.storedBits() > 32 || !(system.range() > 0)) {
            throw cursor.error("has a converter of " + system.storedBits() + " bits and a range of "
                    + system.range() + " V; expected 1 to 32 bits and a positive range");
        }
        return system;
    }

    private static List<KitChannel> channels(BinaryCursor cursor, KitDirectory directory, System system)
            throws IOException {
        KitDirectory.Entry block = directory.of(KitDirectory.CHANNELS);
        cursor.seek(block.offset());
        if (system.channels() < 1 || block.size() < 4) {
            throw cursor.error("has " + system.channels() + " channels described in " + block.size()
                    + " bytes each: it is damaged");
        }
        int count = cursor.count(system.channels(), block.size(), "channels");
        List<KitChannel> channels = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            cursor.seek(block.offset() + (long) block.size() * i);
            boolean nullIsReference = system.id() == MISLABELLED_REFERENCES && i < MOST_SENSORS;
            channels.add(KitChannel.read(cursor, nullIsReference));
        }
        return channels;
    }

    private static double[] gains(BinaryCursor cursor, KitDirectory directory, System system,
            List<KitChannel> channels, KitAmplifier amplifier) throws IOException {
        cursor.seek(directory.of(KitDirectory.CALIBRATION).offset());
        double volts = system.range() / Math.pow(2, system.storedBits());
        double[] gains = new double[channels.size()];
        for (int i = 0; i < gains.length; i++) {
            KitChannel channel = channels.get(i);
            double offset = cursor.float64();
            double sensitivity = cursor.float64();
            if (offset != 0) {
                throw cursor.error("channel " + (i + 1) + " has the calibration offset " + offset
                        + " V; only 0 is known to occur: the calibration block is damaged");
            }
            double electrode = channel.gain() == 0
                    ? volts
                    : channel.gain() / Math.pow(2, system.storedBits() - EXG_BITS);
            gains[i] = channel.isSensor()
                    ? volts / amplifier.gain() * sensitivity
                    : channel.isElectrode() ? electrode : volts;
            if (!Double.isFinite(gains[i])) {
                throw cursor
                        .error("channel " + (i + 1) + " has the gain " + gains[i] + "; expected a number");
            }
        }
        return gains;
    }

    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("system", description);
        if (!comment.isEmpty()) {
            facts.put("comment", comment);
        }
        return facts;
    }
}
