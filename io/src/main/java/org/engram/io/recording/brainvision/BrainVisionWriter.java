package org.engram.io.recording.brainvision;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.core.CancelledException;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.AtomicFile;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Segment;
import org.engram.io.recording.Unit;
import org.engram.io.recording.samples.NumberType;

/** Writes version 1.0: samples first and the header last, so that a header never names what is not there. */
final class BrainVisionWriter {
    private static final int BLOCK_SAMPLES = 1 << 18;

    private final Recording recording;
    private final Path header;
    private final String stem;
    private final BrainVisionEncoding encoding;
    private final Consumer<Notice> notices;

    BrainVisionWriter(Recording recording, Path file, BrainVisionEncoding encoding,
            Consumer<Notice> notices) {
        String name = file.getFileName().toString();
        if (!name.toLowerCase(Locale.ROOT).endsWith(".vhdr")) {
            throw new EngramException(file + ": a BrainVision recording is written by the name of its header,"
                    + " which ends in .vhdr");
        }
        this.recording = recording;
        this.header = file;
        this.stem = name.substring(0, name.length() - 5);
        this.encoding = encoding;
        this.notices = notices;
    }

    void write(Progress progress) throws IOException {
        tellLosses();
        AtomicFile.write(header.resolveSibling(stem + ".eeg"), path -> writeSamples(path, progress));
        AtomicFile.write(header.resolveSibling(stem + ".vmrk"),
                path -> Files.writeString(path, markers(), StandardCharsets.UTF_8));
        AtomicFile.write(header, path -> Files.writeString(path, header(), StandardCharsets.UTF_8));
    }

    private void tellLosses() {
        List<String> changed = recording.channels().stream()
                .filter(channel -> channel.type() != readBack(channel)).map(Channel::name).toList();
        if (!changed.isEmpty()) {
            notices.accept(new Notice("brainvision-channel-types", "BrainVision keeps no types of channels: "
                    + String.join(", ", changed) + " will be read as others"));
        }
        if (!recording.badChannels().isEmpty() || !recording.projectors().isEmpty()) {
            notices.accept(new Notice("brainvision-not-kept",
                    "BrainVision keeps neither marks of bad channels nor projectors: they are not written"));
        }
    }

    private static ChannelType readBack(Channel channel) {
        return switch (unit(channel)) {
            case "\u00B5V" -> Header.ofVoltage(channel.name());
            case "n/a" -> Header.withoutUnit(channel.name());
            case "\u00B5S" -> ChannelType.GSR;
            case "C" -> ChannelType.TEMPERATURE;
            default -> ChannelType.MISC;
        };
    }

    private static String unit(Channel channel) {
        return switch (channel.unit()) {
            case VOLT -> "\u00B5V";
            case SIEMENS -> "\u00B5S";
            case DEGREE_CELSIUS -> "C";
            case NONE -> "n/a";
            default -> channel.unit().symbol();
        };
    }

    /** Steps of the channel's written unit. */
    private double resolution(Channel channel) {
        if (encoding.type() == NumberType.FLOAT32) {
            return 1;
        }
        return switch (channel.unit()) {
            case VOLT, SIEMENS -> encoding.resolutionMicrovolts();
            case DEGREE_CELSIUS -> 0.01;
            case NONE -> 1;
            default ->
                throw new EngramException("channel " + channel.name() + " is in " + channel.unit().symbol()
                        + ", for which integers have no resolution: write single-precision numbers");
        };
    }

    private static double perUnit(Channel channel) {
        return channel.unit() == Unit.VOLT || channel.unit() == Unit.SIEMENS ? 1e6 : 1;
    }

    private void writeSamples(Path path, Progress progress) throws IOException {
        int width = recording.channelCount();
        int perBlock = Math.max(1, BLOCK_SAMPLES / width);
        int bytes = encoding.type().bytes();
        double[] steps = recording.channels().stream().mapToDouble(c -> perUnit(c) / resolution(c)).toArray();
        ByteBuffer buffer = ByteBuffer
                .allocate((int) Math.min(recording.sampleCount(), perBlock) * width * bytes)
                .order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel out = FileChannel.open(path, StandardOpenOption.WRITE);
                Progress.Task task = progress.begin("writing samples", recording.sampleCount())) {
            for (long first = 0; first < recording.sampleCount(); first += perBlock) {
                if (progress.isCancelled()) {
                    throw new CancelledException("writing " + header);
                }
                int count = (int) Math.min(perBlock, recording.sampleCount() - first);
                encode(recording.read(first, count), first, steps, buffer.clear());
                buffer.flip();
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                task.advance(count);
            }
        }
    }

    private void encode(double[][] block, long first, double[] steps, ByteBuffer into) {
        for (int time = 0; time < block[0].length; time++) {
            for (int channel = 0; channel < block.length; channel++) {
                double value = block[channel][time] * steps[channel];
                if (encoding.type() == NumberType.FLOAT32) {
                    into.putFloat((float) value);
                } else {
                    double step = Math.rint(value);
                    if (!(Math.abs(step) <= Short.MAX_VALUE)) {
                        throw tooLarge(channel, first + time, block[channel][time], step);
                    }
                    into.putShort((short) step);
                }
            }
        }
    }

    private EngramException tooLarge(int channel, long sample, double value, double step) {
        return new EngramException("sample " + sample + " of channel "
                + recording.channels().get(channel).name()
                + " is " + value + ", which is " + step + " steps of resolution where " + Short.MAX_VALUE
                + " fit into 16 bits: choose a coarser resolution, or single-precision numbers");
    }

    private String header() {
        StringBuilder text = new StringBuilder("Brain Vision Data Exchange Header File Version 1.0\n\n"
                + "[Common Infos]\nCodepage=UTF-8\nDataFile=" + stem + ".eeg\nMarkerFile=" + stem
                + ".vmrk\nDataFormat=BINARY\nDataOrientation=MULTIPLEXED\nNumberOfChannels="
                + recording.channelCount() + "\nSamplingInterval=" + plain(1e6 / recording.samplingRateHz())
                + "\n\n[Binary Infos]\nBinaryFormat="
                + (encoding.type() == NumberType.FLOAT32 ? "IEEE_FLOAT_32" : "INT_16")
                + "\n\n[Channel Infos]\n");
        int number = 1;
        for (Channel channel : recording.channels()) {
            text.append("Ch").append(number++).append('=').append(escaped(channel.name())).append(',')
                    .append(escaped(channel.reference())).append(',').append(plain(resolution(channel)))
                    .append(',')
                    .append(unit(channel)).append('\n');
        }
        if (recording.channels().stream().anyMatch(channel -> channel.position().isPresent())) {
            text.append("\n[Coordinates]\n");
            for (int i = 0; i < recording.channelCount(); i++) {
                text.append("Ch").append(i + 1).append('=')
                        .append(recording.channels().get(i).position().map(BrainVisionWriter::spherical)
                                .orElse("0,0,0"))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String spherical(Position position) {
        double radius = position.norm();
        return radius == 0
                ? "0,0,0"
                : plain(radius * 1000) + "," + plain(Math.toDegrees(Math.acos(position.z() / radius))) + ","
                        + plain(Math.toDegrees(Math.atan2(position.y(), position.x())));
    }

    /** All digits, and no exponent, which some readers of INI files do not know. */
    private static String plain(double value) {
        String text = new java.math.BigDecimal(Double.toString(value)).toPlainString();
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String escaped(String text) {
        return text.replace(",", "\\1").replaceAll("[\r\n]+", " ");
    }

    private String markers() {
        StringBuilder text = new StringBuilder("Brain Vision Data Exchange Marker File, Version 1.0\n\n"
                + "[Common Infos]\nCodepage=UTF-8\nDataFile=" + stem + ".eeg\n\n[Marker Infos]\n");
        int number = 1;
        for (Segment segment : recording.segments()) {
            text.append("Mk").append(number++).append('=').append(Markers.NEW_SEGMENT).append(",,")
                    .append(segment.firstSample() + 1).append(",1,0").append(date(segment)).append('\n');
        }
        for (Annotation annotation : recording.annotations()) {
            if (annotation.text().startsWith(Markers.NEW_SEGMENT) || isJoint(annotation)) {
                continue;
            }
            int slash = annotation.text().indexOf('/');
            String type = slash > 0 ? annotation.text().substring(0, slash) : "Comment";
            long position = Math.max(0, Math.round(annotation.onsetSeconds() * recording.samplingRateHz()))
                    + 1;
            text.append("Mk").append(number++).append('=').append(escaped(type)).append(',')
                    .append(escaped(annotation.text().substring(slash > 0 ? slash + 1 : 0))).append(',')
                    .append(position).append(',')
                    .append(Math.round(annotation.durationSeconds() * recording.samplingRateHz())).append(',')
                    .append(annotation.channels().size() == 1 ? place(annotation.channels().get(0)) : 0)
                    .append('\n');
        }
        return text.toString();
    }

    private int place(String channel) {
        return recording.channelNames().indexOf(channel) + 1;
    }

    /** Joints are written as segments and come back from them. */
    private boolean isJoint(Annotation annotation) {
        return annotation.text().equalsIgnoreCase("boundary") && recording.segments().stream()
                .anyMatch(segment -> segment.firstSample() == Math
                        .round(annotation.onsetSeconds() * recording.samplingRateHz()));
    }

    private String date(Segment segment) {
        Optional<Instant> start = recording.startTime();
        if (start.isEmpty()) {
            return "";
        }
        Instant at = start.get().plusNanos(Math.round(segment.onsetSeconds() * 1e9));
        return "," + Markers.SECONDS.withZone(ZoneOffset.UTC).format(at)
                + String.format(Locale.ROOT, "%06d", at.getNano() / 1000);
    }
}
