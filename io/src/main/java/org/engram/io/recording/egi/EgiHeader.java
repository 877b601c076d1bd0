package org.engram.io.recording.egi;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.engram.core.FormatException;
import org.engram.io.recording.samples.NumberType;

/**
 * What the header says.
 *
 * @param version 2 to 7
 * @param start when recording began
 * @param rateHz samples per second
 * @param electrodes how many channels hold voltages
 * @param microvoltsPerUnit of whole numbers that are stored
 * @param categories names of the kinds of segments; empty for a continuous file
 * @param segments how many stretches follow
 * @param samples of each stretch
 * @param eventCodes four characters each, one signal for each
 * @param dataOffset first byte after the header
 */
record EgiHeader(int version, Optional<LocalDateTime> start, int rateHz, int electrodes,
        double microvoltsPerUnit, List<String> categories, int segments, long samples,
        List<String> eventCodes,
        long dataOffset) {
    NumberType type() {
        return switch (version & 6) {
            case 2 -> NumberType.INT16;
            case 4 -> NumberType.FLOAT32;
            default -> NumberType.FLOAT64;
        };
    }

    boolean isSegmented() { return (version & 1) == 1; }

    int signals() {
        return electrodes + eventCodes.size();
    }

    int frameBytes() {
        return signals() * type().bytes();
    }

    static EgiHeader read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return read(file, in);
        } catch (EOFException e) {
            throw new FormatException(file, Files.size(file),
                    "the file ends within its header: copy or download it again", e);
        }
    }

    private static EgiHeader read(Path file, DataInputStream in) throws IOException {
        int version = in.readInt();
        if (version < 2 || version > 7) {
            throw new FormatException(file, 0, "version " + version
                    + ": expected 2 to 7, which is how EGI simple binary files begin");
        }
        int[] time = new int[6];
        for (int i = 0; i < time.length; i++) {
            time[i] = in.readShort();
        }
        int millisecond = in.readInt();
        int rate = in.readShort();
        int electrodes = in.readShort();
        in.readShort(); // gain of the amplifier, already in the range
        int bits = in.readShort();
        int range = in.readShort();
        if (rate < 1 || electrodes < 1) {
            throw new FormatException(file, 20, rate + " samples per second of " + electrodes
                    + " channels: expected positive numbers; the header is damaged");
        }
        double unit = range != 0 && bits > 0 ? range / Math.pow(2, bits) : 1;
        List<String> categories = new ArrayList<>();
        long offset = 30;
        int segments = 1;
        if ((version & 1) == 1) {
            int count = in.readShort();
            for (int i = 0; i < count; i++) {
                int length = in.readUnsignedByte();
                categories.add(text(in, length));
                offset += 1 + length;
            }
            segments = in.readShort();
            offset += 4;
        }
        long samples = in.readInt();
        int events = in.readShort();
        if (samples < 1 || segments < 1 || events < 0) {
            throw new FormatException(file, offset, segments + " segments of " + samples + " samples with "
                    + events + " event codes: expected positive numbers; the header is damaged");
        }
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            codes.add(text(in, 4));
        }
        return new EgiHeader(version, date(time, millisecond), rate, electrodes, unit, categories, segments,
                samples, codes, offset + 6 + 4L * events);
    }

    private static String text(DataInputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", "").strip();
    }

    private static Optional<LocalDateTime> date(int[] time, int millisecond) {
        try {
            return Optional.of(LocalDateTime.of(time[0], time[1], time[2], time[3], time[4], time[5])
                    .plusNanos(millisecond >= 0 && millisecond < 1000 ? millisecond * 1_000_000L : 0));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }
}
