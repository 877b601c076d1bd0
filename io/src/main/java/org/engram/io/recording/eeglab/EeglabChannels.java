package org.engram.io.recording.eeglab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.array.mat.MatStruct;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.Position;
import org.engram.io.recording.Unit;
import org.engram.io.recording.naming.ChannelLabels;

/**
 * What {@code chanlocs} and {@code chaninfo.nodatchans} say. EEGLAB's axes are x to the nose, y to the left ear, z up; its
 * lengths have no unit, so it is inferred from the mean radius.
 */
final class EeglabChannels {
    private final EeglabFields fields;
    private final Consumer<Notice> notices;
    private final int count;

    EeglabChannels(EeglabFields fields, int count, Consumer<Notice> notices) {
        this.fields = fields;
        this.count = count;
        this.notices = notices;
    }

    List<Channel> channels() {
        Optional<MatStruct> places = fields.structs("chanlocs");
        if (places.isEmpty() || places.get().size() < count) {
            if (places.isPresent()) {
                notices.accept(new Notice("eeglab-chanlocs", "EEG.chanlocs has " + places.get().size()
                        + " rows for " + count + " channels: the rest are named by their number"));
            }
        } else if (places.get().size() > count) {
            notices.accept(new Notice("eeglab-chanlocs", "EEG.chanlocs has " + places.get().size()
                    + " rows for " + count + " channels: the first of them are taken"));
        }
        int known = Math.min(count, places.map(MatStruct::size).orElse(0));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(i < known ? text(places.get(), i, "labels") : "");
        }
        names = ChannelLabels.unique(names, notices);
        double metres = metresPerUnit();
        String reference = fields.text("ref");
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String stated = i < known ? text(places.get(), i, "type") : "";
            Channel channel = stated.isEmpty()
                    ? guessed(names.get(i))
                    : Channel.of(names.get(i), type(stated, names.get(i)));
            String own = i < known ? text(places.get(), i, "ref") : "";
            channel = channel.withReference(own.isEmpty() ? reference : own);
            channels.add(i < known ? channel.withPosition(position(places.get(), i, metres)) : channel);
        }
        return channels;
    }

    /** Fiducials among the locations without data. */
    List<DigitizedPoint> fiducials() {
        Optional<MatStruct> places = fields.structs("chaninfo").flatMap(info -> info.field("nodatchans"))
                .filter(value -> value instanceof MatStruct).map(MatStruct.class::cast);
        List<DigitizedPoint> points = new ArrayList<>();
        if (places.isEmpty()) {
            return points;
        }
        double metres = metresPerUnit();
        for (int i = 0; i < places.get().size(); i++) {
            String name = (text(places.get(), i, "description") + " " + text(places.get(), i, "labels"))
                    .toLowerCase(Locale.ROOT);
            Position position = position(places.get(), i, metres);
            int number = name.contains("nasion") || name.contains("nz")
                    ? 2
                    : name.contains("left") || name.contains("lpa")
                            ? 1
                            : name.contains("right") || name.contains("rpa") ? 3 : 0;
            if (position != null && number > 0 && text(places.get(), i, "type").equalsIgnoreCase("FID")) {
                points.add(new DigitizedPoint(DigitizedPoint.Kind.FIDUCIAL, number, position,
                        CoordinateFrame.HEAD));
            }
        }
        return points;
    }

    /** All that EEGLAB says nothing else about is in microvolts, but for trigger codes. */
    private static Channel guessed(String name) {
        Channel channel = Channel.of(name, ChannelLabels.typeOf(name));
        return channel.type() == ChannelType.STIM ? channel : channel.withType(channel.type(), Unit.VOLT);
    }

    private ChannelType type(String stated, String name) {
        Optional<ChannelType> type = ChannelType.named(stated);
        if (type.isEmpty()) {
            notices.accept(
                    new Notice("eeglab-channel-type", "channel " + name + " is of unknown type \"" + stated
                            + "\": it is taken for EEG"));
        }
        return type.orElse(ChannelType.EEG);
    }

    private double metresPerUnit() {
        Optional<MatStruct> places = fields.structs("chanlocs");
        double sum = 0;
        int placed = 0;
        for (int i = 0; i < Math.min(count, places.map(MatStruct::size).orElse(0)); i++) {
            Position position = position(places.get(), i, 1);
            if (position != null && position.norm() > 0) {
                sum += position.norm();
                placed++;
            }
        }
        double radius = sum / placed;
        if (placed == 0) {
            return 1;
        }
        return radius < 0.25 ? 1 : radius < 2.5 ? 0.1 : radius < 25 ? 0.01 : 0.001;
    }

    private static Position position(MatStruct places, int row, double metres) {
        double x = number(places, row, "X") * metres;
        double y = number(places, row, "Y") * metres;
        double z = number(places, row, "Z") * metres;
        return Double.isFinite(x) && Double.isFinite(y) && Double.isFinite(z) ? new Position(-y, x, z) : null;
    }

    private static double number(MatStruct places, int row, String field) {
        return places.field(row, field).map(EeglabFields::number).orElse(Double.NaN);
    }

    private static String text(MatStruct places, int row, String field) {
        return places.field(row, field).map(EeglabFields::text).orElse("");
    }
}
