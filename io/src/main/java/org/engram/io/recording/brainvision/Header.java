package org.engram.io.recording.brainvision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Unit;
import org.engram.io.recording.naming.ChannelLabels;
import org.engram.io.recording.samples.NumberType;

/** What a {@code .vhdr} file says. */
final class Header {
    private static final String COMMON = "Common Infos";
    private static final int MOST_CHANNELS = 1 << 16;
    private static final double IDEAL_RADIUS_METRES = 0.095;

    private final Path file;
    private final SectionedText text;
    private final double samplingRateHz;
    private final int channelCount;
    private final List<Channel> channels = new ArrayList<>();
    private final double[] factors;

    Header(Path file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        this.file = file;
        text = SectionedText.read(file);
        if (!text.firstLine().replace(" ", "").toLowerCase(Locale.ROOT).startsWith("brainvision")) {
            throw new FormatException(file, 0, "begins with \"" + shortened(text.firstLine())
                    + "\" where \"Brain Vision Data Exchange Header File\" was expected: give the .vhdr file");
        }
        double interval = number("SamplingInterval", text.value(COMMON, "SamplingInterval", ""));
        samplingRateHz = 1e6 / interval;
        if (!(interval > 0) || !(samplingRateHz > 0) || Double.isInfinite(samplingRateHz)) {
            throw new FormatException(file,
                    "SamplingInterval is " + interval + " microseconds, which is impossible");
        }
        double count = number("NumberOfChannels", text.value(COMMON, "NumberOfChannels", ""));
        if (!(count >= 1 && count <= MOST_CHANNELS) || count != Math.rint(count)) {
            throw new FormatException(file,
                    "NumberOfChannels is " + count + ", 1 to " + MOST_CHANNELS + " were expected");
        }
        channelCount = (int) count;
        factors = new double[channelCount];
        readChannels(options, notices);
    }

    private static String shortened(String line) {
        return line.length() <= 60 ? line : line.substring(0, 60) + "...";
    }

    private double number(String key, String value) {
        try {
            return Double.parseDouble(value.replace(',', '.'));
        } catch (NumberFormatException e) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                    key + " is \"" + shortened(value) + "\", a number was expected", e);
        }
    }

    private void readChannels(ReadOptions options, Consumer<Notice> notices) {
        List<String[]> entries = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= channelCount; i++) {
            String[] parts = SectionedText.parts(text.value("Channel Infos", "ch" + i, ""));
            entries.add(parts);
            names.add(parts[0]);
        }
        names = ChannelLabels.unique(names, notices);
        FilterTables filters = new FilterTables(text.comment());
        for (int i = 0; i < channelCount; i++) {
            String[] parts = entries.get(i);
            String unit = parts.length > 3 ? parts[3] : "";
            String resolution = parts.length > 2 ? parts[2] : "";
            double scale = resolution.isEmpty()
                    ? 1
                    : number("the resolution of channel " + names.get(i), resolution);
            if (!Double.isFinite(scale) || scale == 0) {
                throw new FormatException(file, "the resolution of channel " + names.get(i) + " is " + scale);
            }
            Channel channel = typed(names.get(i), unit.isEmpty() ? "uV" : unit, i, scale, options, notices);
            channels.add(channel.withReference(parts.length > 1 ? parts[1] : "").withBand(filters.band(i + 1))
                    .withPosition(position(i + 1)));
        }
    }

    private Channel typed(String name, String unit, int index, double scale, ReadOptions options,
            Consumer<Notice> notices) {
        OptionalDouble volts = Unit.voltsPer(unit);
        if (volts.isPresent()) {
            factors[index] = scale * options.assumedUnit(name).orElse(volts.getAsDouble());
            return Channel.of(name, ofVoltage(name)).withType(ofVoltage(name), Unit.VOLT);
        }
        String plain = unit.replace('\u00B5', 'u').replace('\u03BC', 'u').replace("\u00C2", "");
        factors[index] = scale * (plain.equals("uS") ? 1e-6 : 1);
        switch (plain) {
            case "S", "uS" :
                return Channel.of(name, ChannelType.GSR);
            case "C", "\u00B0C", "oC" :
                return Channel.of(name, ChannelType.TEMPERATURE);
            case "BS", "ARU" :
                return Channel.of(name, ChannelType.RESPIRATION);
            case "n/a", "N" :
                return Channel.of(name, withoutUnit(name));
            case "T" :
                return Channel.of(name, ChannelType.MISC).withType(ChannelType.MISC, Unit.TESLA);
            default :
                notices.accept(
                        new Notice("brainvision-unit", "channel " + name + " is in the unknown unit \"" + unit
                                + "\": its samples are given as they are"));
                return Channel.of(name, ChannelType.MISC);
        }
    }

    /** Where a voltage is recorded under the name of a trigger channel, it holds no codes. */
    static ChannelType ofVoltage(String name) {
        ChannelType type = ChannelLabels.typeOf(name);
        return type == ChannelType.STIM ? ChannelType.MISC : type;
    }

    static ChannelType withoutUnit(String name) {
        return ChannelLabels.typeOf(name) == ChannelType.STIM ? ChannelType.STIM : ChannelType.MISC;
    }

    /** Spherical coordinates: radius in mm (1: on an idealised sphere), angle from the top, angle from the right ear. */
    private Position position(int number) {
        String entry = text.value("Coordinates", "ch" + number, "");
        String[] parts = SectionedText.parts(entry);
        if (parts.length < 3) {
            return null;
        }
        double radius = number("the radius of channel " + number, parts[0]);
        double theta = Math.toRadians(number("the angle of channel " + number, parts[1]));
        double phi = Math.toRadians(number("the angle of channel " + number, parts[2]));
        double metres = radius == 1 ? IDEAL_RADIUS_METRES : radius / 1000;
        if (!(radius > 0) || !Double.isFinite(metres) || !Double.isFinite(theta) || !Double.isFinite(phi)) {
            return null;
        }
        return new Position(metres * Math.sin(theta) * Math.cos(phi),
                metres * Math.sin(theta) * Math.sin(phi),
                metres * Math.cos(theta));
    }

    double samplingRateHz() {
        return samplingRateHz;
    }

    List<Channel> channels() {
        return channels;
    }

    /** SI units per stored unit. */
    double[] factors() {
        return factors;
    }

    boolean isAscii() {
        String format = text.value(COMMON, "DataFormat", "BINARY");
        if (!format.equalsIgnoreCase("BINARY") && !format.equalsIgnoreCase("ASCII")) {
            throw new UnsupportedFeatureException(
                    file + ": DataFormat is " + format + ", BINARY or ASCII was expected");
        }
        String domain = text.value(COMMON, "DataType", "TIMEDOMAIN");
        if (!domain.equalsIgnoreCase("TIMEDOMAIN")) {
            throw new UnsupportedFeatureException(file + ": DataType is " + domain
                    + ", only TIMEDOMAIN can be read: export the data as samples over time");
        }
        return format.equalsIgnoreCase("ASCII");
    }

    /** Whether all samples of a channel stand together. */
    boolean isVectorized() {
        String order = text.value(COMMON, "DataOrientation", "MULTIPLEXED").toUpperCase(Locale.ROOT);
        return switch (order) {
            case "MULTIPLEXED" -> false;
            case "VECTORIZED" -> true;
            default -> throw new UnsupportedFeatureException(
                    file + ": DataOrientation is " + order + ", MULTIPLEXED or VECTORIZED was expected");
        };
    }

    NumberType numberType() {
        if (text.value("Binary Infos", "UseBigEndianOrder", "NO").equalsIgnoreCase("YES")) {
            throw new UnsupportedFeatureException(
                    file + ": samples are big-endian; export them little-endian");
        }
        String type = text.value("Binary Infos", "BinaryFormat", "INT_16").toUpperCase(Locale.ROOT);
        return switch (type) {
            case "INT_16" -> NumberType.INT16;
            case "INT_32" -> NumberType.INT32;
            case "IEEE_FLOAT_32" -> NumberType.FLOAT32;
            default -> throw new UnsupportedFeatureException(
                    file + ": BinaryFormat is " + type + ", INT_16, INT_32 or IEEE_FLOAT_32 was expected");
        };
    }

    /** The name of a companion file; {@code $b} in it stands for the name of the header. */
    String companion(String key) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return text.value(COMMON, key, "").replace("$b", dot < 0 ? name : name.substring(0, dot));
    }

    /** Samples of each channel as the header counts them; -1 when it does not. */
    long statedSamples() {
        String stated = text.value(COMMON, "DataPoints", "");
        return stated.matches("[0-9]{1,15}") ? Long.parseLong(stated) : -1;
    }

    AsciiSamples.Form asciiForm() {
        String decimal = text.value("ASCII Infos", "DecimalSymbol", ".");
        return new AsciiSamples.Form(isVectorized(), decimal.charAt(0), whole("SkipLines"),
                whole("SkipColumns"));
    }

    private int whole(String key) {
        String value = text.value("ASCII Infos", key, "0");
        if (!value.matches("[0-9]{1,6}")) {
            throw new FormatException(file,
                    key + " is \"" + shortened(value) + "\", a small whole number was expected");
        }
        return Integer.parseInt(value);
    }
}
