package org.engram.io.recording.ctf;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.recording.Band;
import org.engram.io.recording.header.BinaryCursor;

/** What the {@code .res4} file says. */
record CtfHeader(Path file, int samplesPerTrial, double samplingRateHz, int preTriggerSamples, Instant start,
        Band band, List<CtfSensor> sensors, List<Balance> balances, Map<String, String> facts) {
    private static final int DESCRIPTION_START = 1844;
    private static final int BALANCE_BYTES = 1992;
    private static final int MOST_REFERENCES = 50;
    private static final int REFERENCE_NAME = 31;
    private static final List<String> DATES = List.of("d/M/uuuu", "d-MMM-uuuu", "EEE, MMM d, uuuu",
            "uuuu/M/d");
    private static final List<String> TIMES = List.of("H:m:s", "H:m");

    /**
     * How much of each reference is subtracted from one sensor.
     *
     * @param kind four letters: G1BR, G2BR, G3BR, ...
     */
    record Balance(String sensor, int kind, List<String> references, double[] coefficients) {}

    static CtfHeader read(Path file, Consumer<Notice> notices) throws IOException {
        try (BinaryCursor cursor = BinaryCursor.open(file, ByteOrder.BIG_ENDIAN)) {
            return read(file, cursor, notices);
        }
    }

    private static CtfHeader read(Path file, BinaryCursor cursor, Consumer<Notice> notices)
            throws IOException {
        if (!cursor.text(8).startsWith("MEG4")) {
            throw cursor.seek(0).error("does not begin with MEG4: it is no CTF header, or a damaged one");
        }
        cursor.skip(2 * 256);
        Map<String, String> facts = new LinkedHashMap<>();
        fact(facts, "description", cursor.text(256));
        cursor.skip(2);
        String time = cursor.text(255);
        String date = cursor.text(255);
        int samples = cursor.int32();
        int channels = cursor.int16();
        double rate = cursor.align(8).float64();
        cursor.skip(8);
        int trials = cursor.int16();
        int preTrigger = cursor.align(4).int32();
        if (samples < 1 || channels < 1 || !(rate > 0) || Double.isInfinite(rate) || preTrigger < 0) {
            throw cursor.error("announces " + samples + " samples of " + channels + " channels at " + rate
                    + " Hz, " + preTrigger + " before the trigger: it is damaged");
        }
        facts.put("trials", trials + " of " + samples + " samples");
        List<CtfSensor> sensors = new ArrayList<>();
        Band band = sensors(cursor, channels, sensors);
        List<Balance> balances = balances(cursor);
        return new CtfHeader(file, samples, rate, preTrigger, start(date, time, notices), band, sensors,
                balances, facts);
    }

    private static void fact(Map<String, String> facts, String key, String value) {
        if (!value.isEmpty()) {
            facts.put(key, value);
        }
    }

    private static Band sensors(BinaryCursor cursor, int channels, List<CtfSensor> sensors)
            throws IOException {
        int description = cursor.seek(1836).int32();
        cursor.seek(DESCRIPTION_START).skip(Math.max(0, description));
        int filters = cursor.count(cursor.int16(), 18, "filters");
        Band band = Band.UNKNOWN;
        for (int i = 0; i < filters; i++) {
            double frequency = cursor.float64();
            int type = cursor.skip(4).int32();
            int parameters = cursor.count(cursor.int16(), 8, "filter parameters");
            cursor.skip(8L * parameters);
            band = type == 1
                    ? new Band(band.highPassHz(), frequency)
                    : type == 2 ? new Band(frequency, band.lowPassHz()) : band;
        }
        cursor.count(channels, 32L + CtfSensor.RECORD_BYTES, "channels");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            names.add(cursor.text(32));
        }
        for (String name : names) {
            sensors.add(CtfSensor.read(cursor, name));
        }
        return band;
    }

    private static List<Balance> balances(BinaryCursor cursor) throws IOException {
        List<Balance> balances = new ArrayList<>();
        if (cursor.size() - cursor.position() < 2) {
            return balances;
        }
        int count = cursor.count(cursor.int16(), BALANCE_BYTES, "compensation records");
        for (int i = 0; i < count; i++) {
            long start = cursor.position();
            String sensor = cursor.text(32);
            int kind = cursor.int32();
            int references = cursor.skip(4).int16();
            if (references < 0 || references > MOST_REFERENCES) {
                throw cursor.error("compensation of " + sensor + " has " + references
                        + " references; expected at most " + MOST_REFERENCES);
            }
            long names = cursor.position();
            List<String> list = new ArrayList<>();
            for (int j = 0; j < references; j++) {
                list.add(cursor.text(REFERENCE_NAME));
            }
            double[] coefficients = cursor.seek(names + MOST_REFERENCES * REFERENCE_NAME)
                    .float64s(references);
            balances.add(new Balance(sensor, kind, list, coefficients));
            cursor.seek(start + BALANCE_BYTES);
        }
        return balances;
    }

    /** The clock of the machine, whose zone the file does not say, is taken as UTC. */
    private static Instant start(String first, String second, Consumer<Notice> notices) {
        boolean swapped = first.contains(":") && second.contains("/"); // typed in by hand, it seems
        String date = swapped ? second : first;
        String time = swapped ? first : second;
        if (date.isEmpty() && time.isEmpty()) {
            return null;
        }
        for (String datePattern : DATES) {
            for (String timePattern : TIMES) {
                try {
                    return LocalDateTime.of(
                            LocalDate.parse(date, DateTimeFormatter.ofPattern(datePattern, Locale.ENGLISH)),
                            LocalTime.parse(time, DateTimeFormatter.ofPattern(timePattern, Locale.ENGLISH)))
                            .toInstant(ZoneOffset.UTC);
                } catch (DateTimeException other) {
                    continue; // the next pattern
                }
            }
        }
        notices.accept(new Notice("start-time-unreadable", "date \"" + date + "\" and time \"" + time
                + "\" are in no known notation: the start time is left out"));
        return null;
    }
}
