package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.recording.Band;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;

/** Reads the measurement info of a file. */
final class InfoReader {
    /** Microseconds of a date that says that there is none. */
    static final int NO_DATE = Integer.MAX_VALUE;

    private static final double SLOWEST_HZ = 1e-6;
    private static final double FASTEST_HZ = 1e9;

    private final FifFile file;
    private final Consumer<Notice> notices;

    private InfoReader(FifFile file, Consumer<Notice> notices) {
        this.file = file;
        this.notices = notices;
    }

    static MeasurementInfo read(FifFile file, Consumer<Notice> notices) throws IOException {
        Block measurement = file.root().block(Blocks.MEASUREMENT)
                .orElseThrow(() -> new FormatException(file.path(), "holds no measurement"));
        Block info = measurement.block(Blocks.MEASUREMENT_INFO).orElseThrow(
                () -> new FormatException(file.path(), "its measurement has no info: the file is damaged"));
        return new InfoReader(file, notices).read(measurement, info);
    }

    private MeasurementInfo read(Block measurement, Block info) throws IOException {
        ChannelTable table = ChannelTable.read(file, info, notices);
        List<String> bad = new ArrayList<>();
        for (Block block : info.blocks(Blocks.BAD_CHANNELS)) {
            Optional<Tag> names = block.find(Kinds.CHANNEL_NAMES);
            if (names.isPresent()) {
                bad.addAll(file.names(names.get()));
            }
        }
        table = table.withBad(bad);
        double rate = file.number(file.need(info, Kinds.SAMPLING_RATE, "the sampling rate"));
        if (!(rate > SLOWEST_HZ) || rate > FASTEST_HZ) {
            throw new FormatException(file.path(),
                    "the sampling rate is " + rate + " Hz, expected " + SLOWEST_HZ
                            + " to " + FASTEST_HZ + ": the file is damaged");
        }
        Band band = new Band(number(info, Kinds.HIGH_PASS), number(info, Kinds.LOW_PASS));
        double line = number(info, Kinds.LINE_FREQUENCY);
        return new MeasurementInfo(table, rate, band, date(measurement, info),
                Double.isNaN(line) ? OptionalDouble.empty() : OptionalDouble.of(line), deviceToHead(info),
                FifDigitization.read(file, info), FifProjectors.read(file, info, table),
                CompensationReader.read(file, info, table), FactTags.read(file, info));
    }

    private double number(Block block, int kind) throws IOException {
        Optional<Tag> tag = block.find(kind);
        return tag.isPresent() ? file.number(tag.get()) : Double.NaN;
    }

    /** The date of the measurement, or of the identity of the measurement as a file without date has. */
    private Optional<Instant> date(Block measurement, Block info) throws IOException {
        Optional<Tag> tag = info.find(Kinds.MEASUREMENT_DATE);
        if (tag.isPresent()) {
            int[] date = file.integers(tag.get());
            if (date.length == 0) {
                throw file.damaged(tag.get(), "the date of the measurement is empty");
            }
            return instant(date[0], date.length > 1 ? date[1] : 0);
        }
        Optional<Tag> id = info.find(Kinds.PARENT_BLOCK_ID).or(() -> info.find(Kinds.BLOCK_ID))
                .or(() -> measurement.find(Kinds.BLOCK_ID)).or(() -> measurement.find(Kinds.PARENT_BLOCK_ID))
                .or(() -> file.root().find(Kinds.FILE_ID));
        if (id.isEmpty() || id.get().size() < 20) {
            return Optional.empty();
        }
        ByteBuffer content = file.content(id.get());
        return instant(content.getInt(12), content.getInt(16));
    }

    private static Optional<Instant> instant(int seconds, int microseconds) {
        return microseconds == NO_DATE
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(seconds, microseconds * 1000L));
    }

    private Optional<CoordinateTransform> deviceToHead(Block info) throws IOException {
        List<Block> places = new ArrayList<>(List.of(info));
        places.addAll(info.blocks(Blocks.HEAD_POSITION_RESULT));
        for (Block place : places) {
            for (Tag tag : place.findAll(Kinds.COORDINATE_TRANSFORM)) {
                CoordinateTransform found = FifTransform.read(file, tag);
                if (found.from() == CoordinateFrame.DEVICE && found.to() == CoordinateFrame.HEAD) {
                    return Optional.of(found);
                }
                if (found.from() == CoordinateFrame.HEAD && found.to() == CoordinateFrame.DEVICE) {
                    return Optional.of(found.inverse());
                }
            }
        }
        return Optional.empty();
    }
}
