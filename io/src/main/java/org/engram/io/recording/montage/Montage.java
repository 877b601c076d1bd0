package org.engram.io.recording.montage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.Position;
import org.engram.io.recording.Recording;
import org.engram.io.recording.geometry.HeadFrame;

/**
 * Where electrodes lie.
 *
 * @param name what it is called
 * @param positions by the name of an electrode its place in metres, in order
 * @param fiducials nasion and preauricular points in the same frame
 * @param headShape further points of the scalp in the same frame
 * @param frame the frame; {@link CoordinateFrame#UNKNOWN} for that of a file or an idealised sphere, x to the right, y to
 *     the front and z up
 */
public record Montage(String name, Map<String, Position> positions, Optional<Fiducials> fiducials,
        List<Position> headShape, CoordinateFrame frame) {
    private static final double SMALLEST_HEAD = 0.05;
    private static final double LARGEST_HEAD = 0.2;

    /** Copies, keeping the order. */
    public Montage {
        positions = Collections.unmodifiableMap(new LinkedHashMap<>(positions));
        headShape = List.copyOf(headShape);
        Objects.requireNonNull(fiducials, "fiducials");
        Objects.requireNonNull(frame, "frame");
    }

    /**
     * @param radiusMetres the radius to have
     * @return this montage, scaled so that the median distance of electrodes and fiducials from the origin is that
     */
    public Montage scaledTo(double radiusMetres) {
        double radius = medianRadius();
        if (!(radius > 0) || !(radiusMetres > 0)) {
            throw new EngramException("montage " + name + " has a median radius of " + radius
                    + ": it cannot be scaled to " + radiusMetres);
        }
        return scaledBy(radiusMetres / radius);
    }

    /** This montage with all lengths multiplied. */
    Montage scaledBy(double factor) {
        return moved(p -> new Position(p.x() * factor, p.y() * factor, p.z() * factor), frame);
    }

    /** The median distance of electrodes and fiducials from the origin; NaN without any. */
    double medianRadius() {
        Stream<Position> points = fiducials.map(f -> Stream.of(f.nasion(), f.left(), f.right()))
                .orElseGet(Stream::of);
        double[] radii = Stream.concat(positions.values().stream(), points).mapToDouble(Position::norm)
                .sorted()
                .toArray();
        return radii.length == 0
                ? Double.NaN
                : 0.5 * (radii[(radii.length - 1) / 2] + radii[radii.length / 2]);
    }

    private Montage moved(UnaryOperator<Position> move, CoordinateFrame to) {
        Map<String, Position> moved = new LinkedHashMap<>();
        positions.forEach((electrode, position) -> moved.put(electrode, move.apply(position)));
        return new Montage(name, moved,
                fiducials.map(f -> new Fiducials(move.apply(f.nasion()), move.apply(f.left()),
                        move.apply(f.right()))),
                headShape.stream().map(move).toList(), to);
    }

    /**
     * @return this montage in the head frame, which its fiducials define; without fiducials its axes and origin are taken
     *     for those of the head as they are
     */
    public Montage inHeadFrame() {
        if (frame == CoordinateFrame.HEAD) {
            return this;
        }
        return fiducials.isPresent()
                ? moved(toHead(fiducials.get())::apply, CoordinateFrame.HEAD)
                : moved(position -> position, CoordinateFrame.HEAD);
    }

    private CoordinateTransform toHead(Fiducials points) {
        return HeadFrame.of(points.nasion(), points.left(), points.right(), frame);
    }

    /**
     * Gives the electrodes of a recording (EEG, sEEG, ECoG, DBS) their places, in the head frame. Electrodes are matched by
     * {@link ChannelNames#normalise}; those the montage does not have keep the place they have, if any.
     *
     * @param recording a recording
     * @param notices told which electrodes have no place then, and of places that cannot be on a head
     * @return it, with places and with the fiducials and head shape of the montage as its digitised points
     */
    public Recording applyTo(Recording recording, Consumer<Notice> notices) {
        Montage head = inHeadFrame();
        Map<String, Position> places = new LinkedHashMap<>();
        head.positions.forEach(
                (electrode, position) -> places.putIfAbsent(ChannelNames.normalise(electrode), position));
        List<Channel> channels = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (Channel channel : recording.channels()) {
            Position place = places.get(ChannelNames.normalise(channel.name()));
            boolean electrode = channel.type() == ChannelType.EEG || channel.type().isIntracranial();
            channels.add(electrode && place != null ? channel.withPosition(place) : channel);
            if (electrode && place == null && channel.position().isEmpty()) {
                without.add(channel.name());
            }
        }
        if (!without.isEmpty()) {
            notices.accept(new Notice("montage-missing-electrodes", "montage " + name + " has no place for "
                    + String.join(", ", without) + ": they stay without one"));
        }
        head.unitNotice().ifPresent(notices);
        return recording.toBuilder().channels(channels).digitization(head.digitization(recording)).build();
    }

    /** What to tell when lengths cannot be metres. */
    private Optional<Notice> unitNotice() {
        double radius = medianRadius();
        return radius < SMALLEST_HEAD || radius > LARGEST_HEAD
                ? Optional.of(new Notice("montage-units", "electrodes of montage " + name + " lie " + radius
                        + " m from the origin, where 0.05 to 0.2 m was expected: check the unit of its file, or scale it"
                        + " to a head of 0.095 m"))
                : Optional.empty();
    }

    private List<DigitizedPoint> digitization(Recording recording) {
        List<DigitizedPoint> points = new ArrayList<>();
        if (fiducials.isEmpty()) {
            points.addAll(recording.digitization());
        } else {
            List<Position> three = Arrays.asList(fiducials.get().left(), fiducials.get().nasion(),
                    fiducials.get().right());
            for (int i = 0; i < three.size(); i++) {
                points.add(new DigitizedPoint(DigitizedPoint.Kind.FIDUCIAL, i + 1, three.get(i),
                        CoordinateFrame.HEAD));
            }
        }
        for (int i = 0; i < headShape.size(); i++) {
            points.add(new DigitizedPoint(DigitizedPoint.Kind.HEAD_SHAPE, i + 1, headShape.get(i),
                    CoordinateFrame.HEAD));
        }
        return points;
    }
}
