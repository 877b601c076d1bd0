package org.engram.io.recording.neuroscan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.Band;
import org.engram.io.recording.header.HeaderBytes;
import org.engram.io.recording.samples.NumberType;

/**
 * What the header says, checked against the size of the file.
 *
 * @param start when recording began
 * @param rateHz samples per second
 * @param electrodes all channels
 * @param type 16 or 32 bits
 * @param blockSamples how many samples of a channel lie together before those of the next
 * @param samples samples of each channel, whole blocks
 * @param band what the amplifier let through
 * @param eventTable first byte of the event table; -1 when there is none
 */
record CntHeader(Optional<LocalDateTime> start, int rateHz, List<Electrode> electrodes, NumberType type,
        int blockSamples, long samples, Band band, long eventTable) {
    static final int FIXED = 900;
    static final int ELECTRODE = 75;
    /** Above it the place of the event table overflows in its field. */
    private static final long LARGEST_TRUSTED = 2_000_000_000L;
    private static final Pattern DATE = Pattern
            .compile("(\\d{1,2})/(\\d{1,2})/(\\d\\d)\\s+(\\d{1,2}):(\\d{1,2}):(\\d{1,2})");

    /**
     * One channel.
     *
     * @param label its name
     * @param bad whether it was marked as bad
     * @param baseline stored number of 0 V
     * @param voltsPerUnit scale
     */
    record Electrode(String label, boolean bad, int baseline, double voltsPerUnit) {}

    static CntHeader read(Path file, Consumer<Notice> notices) throws IOException {
        long fileBytes = Files.size(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] fixed = HeaderBytes.first(in, FIXED, file);
            ByteBuffer setup = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
            int channels = Short.toUnsignedInt(setup.getShort(370));
            int rate = Short.toUnsignedInt(setup.getShort(376));
            if (channels == 0 || rate == 0 || FIXED + (long) ELECTRODE * channels >= fileBytes) {
                throw new FormatException(file, 370, channels + " channels at " + rate + " Hz in " + fileBytes
                        + " bytes: the header is damaged or the file incomplete");
            }
            byte[] places = in.readNBytes(ELECTRODE * channels);
            List<Electrode> electrodes = new ArrayList<>();
            for (int i = 0; i < channels; i++) {
                electrodes.add(electrode(
                        ByteBuffer.wrap(places, ELECTRODE * i, ELECTRODE).slice()
                                .order(ByteOrder.LITTLE_ENDIAN)));
            }
            return layout(file, fileBytes, setup, rate, electrodes, notices);
        }
    }

    private static CntHeader layout(Path file, long fileBytes, ByteBuffer setup, int rate,
            List<Electrode> electrodes, Consumer<Notice> notices) {
        int channels = electrodes.size();
        long dataOffset = FIXED + (long) ELECTRODE * channels;
        long said = Integer.toUnsignedLong(setup.getInt(864));
        long table = eventTable(setup, fileBytes, dataOffset, said, channels);
        long dataBytes = (table < 0 ? fileBytes : table) - dataOffset;
        long bytes = said == 0 ? 0 : dataBytes / (said * channels);
        if (bytes != 2 && bytes != 4) {
            notices.accept(new Notice("cnt-sample-size", file + ": " + said + " samples of " + channels
                    + " channels in " + dataBytes + " bytes are neither 16 nor 32 bits each; 16 are taken"));
            bytes = 2;
        }
        int offset = setup.getInt(894);
        long block = offset > 1 ? Math.max(1, offset / bytes) : 1;
        long blockBytes = block * channels * bytes;
        long blocks = dataBytes / blockBytes;
        if (blocks == 0) {
            throw new FormatException(file, dataOffset, "there are " + dataBytes
                    + " bytes of samples, less than one block of " + blockBytes + ": the file is incomplete");
        }
        Band band = new Band(setup.get(439) == 1 ? edge(setup.getFloat(869)) : Double.NaN,
                setup.get(438) == 1 ? edge(setup.getFloat(875)) : Double.NaN);
        return new CntHeader(date(text(setup, 225, 10) + " " + text(setup, 235, 12)), rate, electrodes,
                bytes == 2 ? NumberType.INT16 : NumberType.INT32, (int) block, blocks * block, band, table);
    }

    private static long eventTable(ByteBuffer setup, long fileBytes, long dataOffset, long samples,
            int channels) {
        long said = setup.getInt(886);
        if (fileBytes >= LARGEST_TRUSTED) {
            said = dataOffset + 4L * channels * samples;
            said = said < fileBytes ? said : dataOffset + 2L * channels * samples;
        }
        return said > dataOffset && said < fileBytes ? said : -1;
    }

    private static double edge(float hz) {
        return hz >= 0 && hz < 1e6 ? hz : Double.NaN;
    }

    /** 204.8 stored units times sensitivity and calibration are one microvolt. */
    private static Electrode electrode(ByteBuffer place) {
        double scale = (double) place.getFloat(59) * place.getFloat(71) * 1e-6 / 204.8;
        return new Electrode(text(place, 0, 10), place.get(14) != 0, place.getShort(47),
                Double.isFinite(scale) ? scale : 0);
    }

    /** Months come first. */
    private static Optional<LocalDateTime> date(String text) {
        Matcher date = DATE.matcher(text.strip());
        if (!date.matches()) {
            return Optional.empty();
        }
        int[] n = new int[6];
        for (int i = 0; i < 6; i++) {
            n[i] = Integer.parseInt(date.group(i + 1));
        }
        try {
            return Optional
                    .of(LocalDateTime.of(n[2] + (n[2] < 69 ? 2000 : 1900), n[0], n[1], n[3], n[4], n[5]));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    private static String text(ByteBuffer from, int at, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = from.get(at + i);
        }
        String field = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = field.indexOf(0);
        return (end < 0 ? field : field.substring(0, end)).strip();
    }
}
