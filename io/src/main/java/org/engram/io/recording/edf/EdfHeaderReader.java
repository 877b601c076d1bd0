package org.engram.io.recording.edf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.header.HeaderBytes;
import org.engram.io.recording.samples.NumberType;
import org.engram.io.recording.samples.RecordLayout;

/** Reads the ASCII header. Text is taken as Latin-1, numbers with a comma or a point. */
final class EdfHeaderReader {
    private static final int FIXED = 256;
    private static final int PER_SIGNAL = 256;

    private final Path file;
    private final long fileBytes;
    private final byte[] bytes;
    private final Consumer<Notice> notices;

    private EdfHeaderReader(Path file, long fileBytes, byte[] bytes, Consumer<Notice> notices) {
        this.file = file;
        this.fileBytes = fileBytes;
        this.bytes = bytes;
        this.notices = notices;
    }

    static EdfHeader read(Path file, Consumer<Notice> notices) throws IOException {
        long fileBytes = Files.size(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] fixed = HeaderBytes.first(in, FIXED, file);
            EdfHeaderReader start = new EdfHeaderReader(file, fileBytes, fixed, notices);
            int signals = start.wholeNumber(252, 4, "number of signals");
            long headerBytes = FIXED + (long) PER_SIGNAL * signals;
            if (signals < 1 || headerBytes > fileBytes) {
                throw new FormatException(file, 252, "the header promises " + signals
                        + " signals, which the " + fileBytes
                        + " bytes of the file cannot describe: the header is damaged or the file incomplete");
            }
            byte[] all = Arrays.copyOf(fixed, (int) headerBytes);
            if (in.readNBytes(all, FIXED, all.length - FIXED) < all.length - FIXED) {
                throw new FormatException(file, fileBytes, "the file ends within its header");
            }
            return new EdfHeaderReader(file, fileBytes, all, notices).header(signals);
        }
    }

    private EdfHeader header(int count) {
        String reserved = text(192, 44);
        boolean bdf = bytes[0] == (byte) 0xff || reserved.startsWith("24BIT") || reserved.startsWith("BDF+");
        NumberType type = bdf ? NumberType.INT24 : NumberType.INT16;
        List<EdfSignal> signals = signals(count, type);
        EdfSignal last = signals.get(count - 1);
        long recordBytes = last.offset() + (long) last.samples() * type.bytes();
        if (recordBytes == 0) {
            throw new FormatException(file, column(216, 8, 0, count),
                    "no signal has any samples: the header is damaged");
        }
        String variant = (bdf ? "BDF" : "EDF")
                + (reserved.length() >= 5 && reserved.startsWith("DF+", 1) ? reserved.substring(3, 5) : "");
        long dataOffset = dataOffset();
        return new EdfHeader(variant, text(8, 80), text(88, 80), start(), type, recordSeconds(signals),
                new RecordLayout(file, dataOffset, recordBytes, recordCount(dataOffset, recordBytes), false),
                signals);
    }

    private long dataOffset() {
        long said = (long) number(184, 8, "length of the header", bytes.length);
        if (said < bytes.length || said > fileBytes) {
            notices.accept(new Notice("edf-header-length", file + ": the header says it has " + said
                    + " bytes, but its signals need " + bytes.length + "; the latter is taken"));
            return bytes.length;
        }
        return said;
    }

    private long recordCount(long dataOffset, long recordBytes) {
        double said = number(236, 8, "number of records", -1);
        long there = (fileBytes - dataOffset) / recordBytes;
        long rest = (fileBytes - dataOffset) % recordBytes;
        if (there == 0) {
            throw new FormatException(file, dataOffset, "after the header there are " + rest
                    + " bytes, less than one record of " + recordBytes + ": the file is incomplete");
        }
        if (there > Integer.MAX_VALUE - 8) {
            throw new FormatException(file, 236, there + " records of " + recordBytes
                    + " bytes are more than can be: the header is damaged");
        }
        if (said != there) {
            notices.accept(new Notice("edf-record-count", file + ": the header says "
                    + (said == Math.rint(said) ? Long.toString((long) said) : Double.toString(said))
                    + " records; the size of the file gives " + there + ", which is taken"));
        }
        if (rest != 0) {
            notices.accept(new Notice("edf-truncated-record", file + ": the last " + rest + " of " + fileBytes
                    + " bytes are no whole record of " + recordBytes + " bytes and are left out"));
        }
        return there;
    }

    private double recordSeconds(List<EdfSignal> signals) {
        double seconds = number(244, 8, "duration of a record", Double.NaN);
        if (seconds > 0 && Double.isFinite(seconds)) {
            return seconds;
        }
        if (seconds == 0) {
            if (!signals.stream().allMatch(EdfSignal::isAnnotations)) {
                notices.accept(new Notice("edf-record-duration",
                        file + ": the header says records last 0 s; 1 s is taken"));
            }
            return 1;
        }
        throw new FormatException(file, 244, "a record is said to last \"" + text(244, 8)
                + "\" s: expected a positive number");
    }

    private List<EdfSignal> signals(int count, NumberType type) {
        List<EdfSignal> signals = new ArrayList<>(count);
        long offset = 0;
        for (int i = 0; i < count; i++) {
            int samples = wholeNumber(column(216, 8, i, count), 8, "samples per record of signal " + (i + 1));
            if (samples < 0) {
                throw new FormatException(file, column(216, 8, i, count), "signal " + (i + 1) + " has "
                        + samples + " samples per record: expected a positive number");
            }
            int signal = i;
            IntFunction<Double> range = at -> number(column(at, 8, signal, count), 8,
                    "range of signal " + (signal + 1), 0);
            signals.add(new EdfSignal(text(column(0, 16, i, count), 16), text(column(16, 80, i, count), 80),
                    text(column(96, 8, i, count), 8), range.apply(104), range.apply(112), range.apply(120),
                    range.apply(128), text(column(136, 80, i, count), 80), samples, offset));
            offset += (long) samples * type.bytes();
        }
        return signals;
    }

    /** Place of a field that is stored for all signals in turn; {@code before} counts bytes of one signal. */
    private static int column(int before, int width, int signal, int count) {
        return FIXED + before * count + width * signal;
    }

    /** The date of the recording field has four digits for the year and goes before the other. */
    private Optional<LocalDateTime> start() {
        int[] time = threeNumbers(text(176, 8));
        int[] date = threeNumbers(text(168, 8));
        EdfDates.Startdate named = EdfDates.startdate(text(88, 80));
        Optional<LocalDateTime> start = EdfDates.combine(named, date, time);
        if (start.isEmpty() && !(named.withheld() && date != null)) {
            notices.accept(new Notice("edf-start-unknown", file + ": \"" + text(168, 8) + "\", \""
                    + text(176, 8) + "\" is no date and time; the start is not known"));
        }
        return start;
    }

    private static int[] threeNumbers(String text) {
        String[] parts = text.split("[.:/-]");
        if (parts.length != 3) {
            return null;
        }
        int[] numbers = new int[3];
        for (int i = 0; i < 3; i++) {
            String part = parts[i].trim();
            if (!part.matches("\\d{1,2}")) {
                return null;
            }
            numbers[i] = Integer.parseInt(part);
        }
        return numbers;
    }

    private String text(int at, int length) {
        String field = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
        int end = field.indexOf(0);
        return (end < 0 ? field : field.substring(0, end)).strip();
    }

    private double number(int at, int length, String what, double whenEmpty) {
        String field = text(at, length).replace(',', '.');
        if (field.isEmpty()) {
            return whenEmpty;
        }
        if (field.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
            return Double.parseDouble(field);
        }
        throw new FormatException(file, at, what + " is \"" + field
                + "\": expected a number; the header is damaged or this is no EDF file");
    }

    private int wholeNumber(int at, int length, String what) {
        double value = number(at, length, what, Double.NaN);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new FormatException(file, at, what + " is \"" + text(at, length)
                    + "\": expected a whole number; the header is damaged or this is no EDF file");
        }
        return (int) value;
    }
}
