package org.engram.cli.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.engram.cli.report.ScalpMap;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.preprocessing.electrophysiology.interpolation.HeadSphere;
import org.engram.preprocessing.electrophysiology.interpolation.SphericalSpline;

/** Topographies of one type of channels, where it is known where they lie: between sensors by spherical splines. */
final class Topography {
    private static final int FEWEST = 5;
    private static final double SMOOTHING = 1e-5;

    private final int[] channels;
    private final List<Position> places;
    private final List<String> names;
    private Matrix weights;

    private Topography(int[] channels, List<Position> places, List<String> names) {
        this.channels = channels;
        this.places = places;
        this.names = names;
    }

    /**
     * @param all channels of a recording or epochs
     * @param type EEG, magnetometers or axial gradiometers
     * @return topographies of the good ones that have a place; empty where there are too few of them
     */
    static Optional<Topography> of(List<Channel> all, ChannelType type) {
        int[] which = IntStream.range(0, all.size())
                .filter(i -> all.get(i).type() == type && !all.get(i).bad() && place(all.get(i)).isPresent())
                .toArray();
        boolean oneSensorAtAPlace = type == ChannelType.EEG || type == ChannelType.MAGNETOMETER
                || type == ChannelType.AXIAL_GRADIOMETER;
        if (which.length < FEWEST || !oneSensorAtAPlace) {
            return Optional.empty();
        }
        List<Position> raw = IntStream.of(which).mapToObj(i -> place(all.get(i)).orElseThrow()).toList();
        if (raw.stream().distinct().count() < raw.size()) {
            return Optional.empty();
        }
        try {
            HeadSphere sphere = HeadSphere.fitTo(raw);
            Position c = sphere.centre();
            List<Position> places = raw.stream()
                    .map(p -> new Position(p.x() - c.x(), p.y() - c.y(), p.z() - c.z())).toList();
            return Optional.of(new Topography(which, places,
                    IntStream.of(which).mapToObj(i -> all.get(i).name()).toList()));
        } catch (EngramException e) {
            // Electrodes in one plane span no sphere; the report goes without this picture.
            return Optional.empty();
        }
    }

    private static Optional<Position> place(Channel channel) {
        if (channel.position().isPresent()) {
            return channel.position();
        }
        return channel.sensor().map(sensor -> {
            double[] location = sensor.location();
            return new Position(location[0], location[1], location[2]);
        });
    }

    /** Indices of the channels shown, among all. */
    int[] channels() {
        return channels.clone();
    }

    /**
     * @param titles of the maps
     * @param values map x value of each channel in {@link #channels()}
     * @param unit of the values; empty for none
     * @return an SVG element
     */
    String svg(List<String> titles, double[][] values, String unit) {
        return new ScalpMap(places, names, this::interpolated, unit).svg(titles, values);
    }

    /** All maps ask for the same directions, so that weights are computed once. */
    private double[] interpolated(double[] values, List<Position> directions) {
        if (weights == null || weights.rows() != directions.size()) {
            weights = SphericalSpline.DEFAULT.weights(units(places), units(directions), SMOOTHING);
        }
        double[] made = new double[directions.size()];
        for (int i = 0; i < made.length; i++) {
            for (int j = 0; j < values.length; j++) {
                made[i] += weights.get(i, j) * values[j];
            }
        }
        return made;
    }

    private static double[][] units(List<Position> positions) {
        List<double[]> rows = new ArrayList<>();
        for (Position p : positions) {
            double norm = p.norm();
            rows.add(new double[] {p.x() / norm, p.y() / norm, p.z() / norm});
        }
        return rows.toArray(double[][]::new);
    }

    /** @param row values of all channels @return those shown */
    double[] of(double[] row) {
        return Arrays.stream(channels).mapToDouble(i -> row[i]).toArray();
    }
}
