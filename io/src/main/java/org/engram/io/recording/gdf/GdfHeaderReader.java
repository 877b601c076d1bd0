package org.engram.io.recording.gdf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.recording.Band;
import org.engram.io.recording.edf.Prefilter;
import org.engram.io.recording.header.HeaderBytes;
import org.engram.io.recording.samples.NumberType;
import org.engram.io.recording.samples.RecordLayout;

/** Reads the header: 256 bytes for the file and 256 for each channel, laid out differently before version 1.9. */
final class GdfHeaderReader {
    private static final int BLOCK = 256;
    private static final double SECOND_LAYOUT = 1.9;
    /** Days from the year 0 to 1970. */
    private static final long EPOCH_DAY = 719_529;
    private static final int VOLT_CODE = 4256;

    private final Path file;
    private final long fileBytes;
    private final ByteBuffer bytes;
    private final double version;
    private final Consumer<Notice> notices;

    private GdfHeaderReader(Path file, long fileBytes, byte[] bytes, Consumer<Notice> notices) {
        this.file = file;
        this.fileBytes = fileBytes;
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.notices = notices;
        String text = text(4, 4);
        if (!text(0, 3).equals("GDF") || !text.matches("\\d\\.\\d+")) {
            throw new FormatException(file, 0, "begins with \"" + text(0, 8)
                    + "\": a GDF file begins with \"GDF\" and its version");
        }
        version = Double.parseDouble(text);
    }

    static GdfHeader read(Path file, Consumer<Notice> notices) throws IOException {
        long fileBytes = Files.size(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] fixed = HeaderBytes.first(in, BLOCK, file);
            GdfHeaderReader start = new GdfHeaderReader(file, fileBytes, fixed, notices);
            long channels = start.isSecondLayout()
                    ? Short.toUnsignedLong(start.bytes.getShort(252))
                    : Integer.toUnsignedLong(start.bytes.getInt(252));
            if (channels < 1 || channels > 65_535 || BLOCK * (channels + 1) > fileBytes) {
                throw new FormatException(file, 252, "the header promises " + channels
                        + " channels, which the " + fileBytes
                        + " bytes of the file cannot describe: the header is damaged or the file incomplete");
            }
            byte[] all = Arrays.copyOf(fixed, (int) (BLOCK * (channels + 1)));
            if (in.readNBytes(all, BLOCK, all.length - BLOCK) < all.length - BLOCK) {
                throw new FormatException(file, fileBytes, "the file ends within its header");
            }
            return new GdfHeaderReader(file, fileBytes, all, notices).header((int) channels);
        }
    }

    private boolean isSecondLayout() { return version >= SECOND_LAYOUT; }

    private GdfHeader header(int count) {
        List<GdfSignal> signals = new ArrayList<>(count);
        long recordBytes = 0;
        for (int i = 0; i < count; i++) {
            GdfSignal signal = isSecondLayout() ? second(i, count) : first(i, count);
            if (signal.samples() < 0) {
                throw new FormatException(file, "channel " + (i + 1) + " has " + signal.samples()
                        + " samples per record: expected a positive number");
            }
            signals.add(signal);
            recordBytes += (long) signal.samples() * signal.type().bytes();
        }
        if (recordBytes == 0) {
            throw new FormatException(file, "no channel has any samples: the header is damaged");
        }
        long dataOffset = dataOffset();
        long there = (fileBytes - dataOffset) / recordBytes;
        long said = bytes.getLong(236);
        if (there == 0) {
            throw new FormatException(file, dataOffset, "after the header there are "
                    + (fileBytes - dataOffset) + " bytes, less than one record of " + recordBytes
                    + ": the file is incomplete");
        }
        boolean complete = said > 0 && said <= there;
        if (!complete) {
            notices.accept(new Notice("gdf-record-count", file + ": the header says " + said
                    + " records; the size of the file gives " + there
                    + ", which is taken, and there is no event table after them"));
        }
        return new GdfHeader(version, text(8, isSecondLayout() ? 66 : 80),
                text(88, isSecondLayout() ? 64 : 80),
                isSecondLayout() ? fixedPointStart() : textStart(), recordSeconds(),
                new RecordLayout(file, dataOffset, recordBytes, complete ? said : there, false), signals,
                complete);
    }

    private long dataOffset() {
        long said = isSecondLayout()
                ? (long) BLOCK * Short.toUnsignedInt(bytes.getShort(184))
                : bytes.getLong(184);
        if (said < bytes.capacity() || said > fileBytes) {
            throw new FormatException(file, 184, "the header is said to have " + said + " bytes, but its "
                    + "channels need " + bytes.capacity() + " and the file has " + fileBytes
                    + ": the header is damaged");
        }
        return said;
    }

    private double recordSeconds() {
        long numerator = Integer.toUnsignedLong(bytes.getInt(244));
        long denominator = Integer.toUnsignedLong(bytes.getInt(248));
        if (numerator > 0 && denominator > 0) {
            return (double) numerator / denominator;
        }
        notices.accept(new Notice("gdf-record-duration", file + ": the header says records last " + numerator
                + "/" + denominator + " s; 1 s is taken"));
        return 1;
    }

    private GdfSignal first(int i, int count) {
        String dimension = text(at(96, 8, i, count), 8);
        return new GdfSignal(text(at(0, 16, i, count), 16), dimension, bytes.getDouble(at(104, 8, i, count)),
                bytes.getDouble(at(112, 8, i, count)), bytes.getLong(at(120, 8, i, count)),
                bytes.getLong(at(128, 8, i, count)), Prefilter.parse(text(at(136, 80, i, count), 80)),
                bytes.getInt(at(216, 4, i, count)), type(at(220, 4, i, count)));
    }

    private GdfSignal second(int i, int count) {
        int code = Short.toUnsignedInt(bytes.getShort(at(102, 2, i, count)));
        return new GdfSignal(text(at(0, 16, i, count), 16), dimension(code),
                bytes.getDouble(at(104, 8, i, count)), bytes.getDouble(at(112, 8, i, count)),
                bytes.getDouble(at(120, 8, i, count)), bytes.getDouble(at(128, 8, i, count)),
                new Band(edge(bytes.getFloat(at(208, 4, i, count)), true),
                        edge(bytes.getFloat(at(204, 4, i, count)), false)),
                bytes.getInt(at(216, 4, i, count)), type(at(220, 4, i, count)));
    }

    private static double edge(float hz, boolean zeroIsKnown) {
        return hz > 0 && !Float.isInfinite(hz) || hz == 0 && zeroIsKnown ? hz : Double.NaN;
    }

    /** Codes of ISO/IEEE 11073: the unit, with a decimal factor in the lowest five bits. */
    private static String dimension(int code) {
        if ((code & ~31) != VOLT_CODE) {
            return code == 512 || code == 0 ? "" : "code " + code;
        }
        return switch (code & 31) {
            case 0 -> "V";
            case 18 -> "mV";
            case 19 -> "uV";
            case 20 -> "nV";
            default -> "code " + code;
        };
    }

    private NumberType type(int at) {
        int code = bytes.getInt(at);
        return switch (code) {
            case 1 -> NumberType.INT8;
            case 2 -> NumberType.UINT8;
            case 3 -> NumberType.INT16;
            case 4 -> NumberType.UINT16;
            case 5 -> NumberType.INT32;
            case 6 -> NumberType.UINT32;
            case 7 -> NumberType.INT64;
            case 8 -> NumberType.UINT64;
            case 16 -> NumberType.FLOAT32;
            case 17 -> NumberType.FLOAT64;
            case 255 + 24 -> NumberType.INT24;
            case 511 + 24 -> NumberType.UINT24;
            default -> throw new UnsupportedFeatureException(file + " (byte " + at + "): samples of GDF type "
                    + code + " are not read; known are whole numbers of 8 to 64 bits (1 to 8, 279, 535) and"
                    + " floating point of 32 and 64 bits (16, 17)");
        };
    }

    /** Place of a field that is stored for all channels in turn; {@code before} counts bytes of one channel. */
    private static int at(int before, int width, int channel, int count) {
        return BLOCK + before * count + width * channel;
    }

    private Optional<Instant> fixedPointStart() {
        long days = bytes.getLong(168);
        if (days == 0) {
            return Optional.empty();
        }
        long whole = (days >>> 32) - EPOCH_DAY;
        double seconds = (days & 0xffffffffL) * (86_400 / 4294967296.0);
        long second = (long) Math.floor(seconds);
        return Optional.of(Instant.ofEpochSecond(whole * 86_400 + second,
                Math.round((seconds - second) * 1e6) * 1000));
    }

    /** YYYYMMDDhhmmsscc. */
    private Optional<Instant> textStart() {
        String text = text(168, 16);
        if (!text.matches("\\d{14}(\\d\\d)?")) {
            return Optional.empty();
        }
        try {
            int hundredths = text.length() == 16 ? Integer.parseInt(text.substring(14)) : 0;
            return Optional.of(LocalDateTime.of(part(text, 0, 4), part(text, 4, 6), part(text, 6, 8),
                    part(text, 8, 10), part(text, 10, 12), part(text, 12, 14), hundredths * 10_000_000)
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    private static int part(String text, int from, int to) {
        return Integer.parseInt(text.substring(from, to));
    }

    private String text(int at, int length) {
        String field = new String(bytes.array(), at, length, StandardCharsets.ISO_8859_1);
        int end = field.indexOf(0);
        return (end < 0 ? field : field.substring(0, end)).strip();
    }
}
