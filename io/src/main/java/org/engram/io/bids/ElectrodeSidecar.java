package org.engram.io.bids;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Channel;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.Position;
import org.engram.io.recording.Recording;
import org.engram.io.recording.geometry.HeadFrame;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;

/**
 * An {@code electrodes.tsv} with its {@code coordsystem.json}. Places are brought to metres, and into the head frame where
 * the frame is one of the head: through the landmarks when they are given, else by turning the axes. Places in a frame of
 * an MRI or template stay in it.
 */
final class ElectrodeSidecar {
    /** Origin between the ears, x to the right, y to the nose. */
    private static final Set<String> RIGHT_FRONT = Set.of("captrak", "elektaneuromag", "neuromagelektamegin",
            "neuromag", "eeglab-hj");
    /** Origin between the ears, x to the nose, y to the left. */
    private static final Set<String> FRONT_LEFT = Set.of("ctf", "4dbti", "kityokogawa", "eeglab");
    private static final List<String> DATATYPES = List.of("EEG", "iEEG", "MEG");
    private static final List<List<String>> LANDMARKS = List.of(List.of("NAS", "Nasion", "nasion"),
            List.of("LPA", "lpa"), List.of("RPA", "rpa"));

    private final Path file;
    private final Map<String, Object> system;
    private final String frame;
    private final Consumer<Notice> notices;

    ElectrodeSidecar(Path file, Map<String, Object> system, String space, Consumer<Notice> notices) {
        this.file = file;
        this.system = system;
        this.notices = notices;
        String stated = field("CoordinateSystem");
        this.frame = stated.isEmpty() ? space : stated;
    }

    private String field(String ending) {
        return DATATYPES.stream().map(type -> system.get(type + ending)).filter(value -> value != null)
                .map(Object::toString).filter(text -> !text.equals("n/a")).findFirst().orElse("");
    }

    /** Its name, as the dataset writes it. */
    String frame() {
        return frame.isEmpty() ? "an unnamed frame" : frame;
    }

    /** Whether places can be brought into the head frame. */
    boolean isHead() {
        String lower = frame.toLowerCase(Locale.ROOT);
        return RIGHT_FRONT.contains(lower) || FRONT_LEFT.contains(lower) || landmarks(1).size() == 3;
    }

    Recording apply(Recording recording) throws IOException {
        Table table = TableFile.read(file);
        Map<String, double[]> places = places(table);
        double scale = scale(places.values());
        if (places.isEmpty() || Double.isNaN(scale)) {
            return recording;
        }
        List<Position> landmarks = landmarks(scale);
        Optional<UnaryOperator<Position>> way = toHead(landmarks);
        UnaryOperator<Position> toHead = way.orElse(place -> place);
        List<Channel> channels = new ArrayList<>();
        for (Channel channel : recording.channels()) {
            double[] place = places.get(channel.name());
            boolean electrode = place != null && !channel.type().isMeg();
            channels.add(electrode
                    ? channel.withPosition(toHead.apply(
                            new Position(place[0] * scale, place[1] * scale, place[2] * scale)))
                    : channel);
        }
        Map<String, String> facts = new LinkedHashMap<>(recording.facts());
        facts.put("electrode frame", way.isPresent() ? frame() + ", brought into the head frame" : frame());
        Recording.Builder builder = recording.toBuilder().channels(channels).facts(facts);
        if (way.isPresent() && landmarks.size() == 3 && recording.digitization().isEmpty()) {
            int[] numbers = {2, 1, 3};
            List<DigitizedPoint> points = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                points.add(new DigitizedPoint(DigitizedPoint.Kind.FIDUCIAL, numbers[i],
                        toHead.apply(landmarks.get(i)), CoordinateFrame.HEAD));
            }
            builder.digitization(points);
        }
        return builder.build();
    }

    private Map<String, double[]> places(Table table) {
        Map<String, double[]> places = new HashMap<>();
        List<String> names = table.text("name");
        for (int row = 0; row < table.rowCount(); row++) {
            double[] place = {number(table, "x", row), number(table, "y", row), number(table, "z", row)};
            if (Double.isFinite(place[0] + place[1] + place[2])) {
                places.putIfAbsent(names.get(row), place);
            }
        }
        return places;
    }

    private static double number(Table table, String name, int row) {
        Column column = table.column(name);
        return column.isNumeric() && !column.isMissing(row) ? column.number(row) : parsed(column.text(row));
    }

    private static double parsed(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notMeasured) {
            return Double.NaN;
        }
    }

    /** Metres per unit; NaN, with a notice, when places cannot be given in metres. */
    private double scale(Iterable<double[]> places) {
        String unit = field("CoordinateUnits");
        switch (unit) {
            case "m" :
                return 1;
            case "cm" :
                return 0.01;
            case "mm" :
                return 0.001;
            case "" :
                return guessed(places);
            default :
                notices.accept(new Notice("bids-electrodes-unit", file + ": places are in \"" + unit
                        + "\", which is no length (expected m, cm or mm): they are left out"));
                return Double.NaN;
        }
    }

    /** A head is about a decimetre wide, whatever the unit. */
    private double guessed(Iterable<double[]> places) {
        double largest = 0;
        for (double[] place : places) {
            largest = Math.max(largest,
                    Math.sqrt(place[0] * place[0] + place[1] * place[1] + place[2] * place[2]));
        }
        double scale = largest > 30 && largest < 300
                ? 0.001
                : largest > 3 && largest < 30 ? 0.01 : largest > 0.03 && largest < 0.3 ? 1 : Double.NaN;
        notices.accept(new Notice("bids-electrodes-unit",
                file + ": no coordsystem.json states the unit of its"
                        + " places; " + (Double.isNaN(scale)
                                ? "the largest distance of " + largest + " fits no head: they are left out"
                                : "by their size they are taken as "
                                        + (scale == 1 ? "m" : scale == 0.01 ? "cm" : "mm"))));
        return scale;
    }

    /** Nasion, left, right in metres; empty when not all three are given. */
    private List<Position> landmarks(double electrodeScale) {
        for (String key : List.of("AnatomicalLandmarkCoordinates", "FiducialsCoordinates")) {
            if (!(system.get(key) instanceof Map<?, ?> given)) {
                continue;
            }
            Object unit = system.get(key.replace("Coordinates", "CoordinateUnits"));
            double scale = "m".equals(unit)
                    ? 1
                    : "cm".equals(unit)
                            ? 0.01
                            : "mm".equals(unit)
                                    ? 0.001
                                    : electrodeScale;
            List<Position> found = new ArrayList<>();
            for (List<String> names : LANDMARKS) {
                names.stream().map(given::get).filter(value -> value instanceof List<?> list
                        && list.size() == 3
                        && list.stream().allMatch(
                                n -> n instanceof Number number && Double.isFinite(number.doubleValue())))
                        .findFirst().ifPresent(value -> found.add(position((List<?>) value, scale)));
            }
            if (found.size() == 3) {
                return found;
            }
        }
        return List.of();
    }

    private static Position position(List<?> numbers, double scale) {
        return new Position(((Number) numbers.get(0)).doubleValue() * scale,
                ((Number) numbers.get(1)).doubleValue() * scale,
                ((Number) numbers.get(2)).doubleValue() * scale);
    }

    /** Empty, with a notice, when the frame is none of the head. */
    private Optional<UnaryOperator<Position>> toHead(List<Position> landmarks) {
        if (landmarks.size() == 3) {
            try {
                return Optional.of(HeadFrame.of(landmarks.get(0), landmarks.get(1), landmarks.get(2),
                        CoordinateFrame.UNKNOWN)::apply);
            } catch (EngramException coinciding) {
                notices.accept(new Notice("bids-landmarks-coincide",
                        file + ": the landmarks beside it coincide and are left out"));
            }
        }
        String lower = frame.toLowerCase(Locale.ROOT);
        if (FRONT_LEFT.contains(lower)) {
            return Optional.of(place -> new Position(-place.y(), place.x(), place.z()));
        }
        if (RIGHT_FRONT.contains(lower)) {
            return Optional.of(place -> place);
        }
        notices.accept(new Notice("bids-electrodes-frame", file + ": places are in " + frame()
                + ", not in a frame of the head; they are given as they are, in metres"));
        return Optional.empty();
    }
}
