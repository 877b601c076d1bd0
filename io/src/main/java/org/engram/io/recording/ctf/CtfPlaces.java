package org.engram.io.recording.ctf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.Position;
import org.engram.io.recording.geometry.HeadFrame;
import org.engram.io.recording.geometry.RigidMatch;

/**
 * Where the head coils were, in the coordinates of the device and of the head, and the changes of coordinates that follow.
 *
 * @param ctfHeadToHead to the head frame; null when the coils are not known
 * @param deviceToHead from the device frame of FIFF files; null when the coils are not known
 * @param points the coils in the head frame
 */
record CtfPlaces(CoordinateTransform ctfHeadToHead, CoordinateTransform deviceToHead,
        List<DigitizedPoint> points) {
    private static final double HALF = Math.sqrt(0.5);
    /** Turned by 45 degrees and lifted by 190 mm, which makes CTF's device frame one like Neuromag's. */
    static final CoordinateTransform TO_DEVICE = new CoordinateTransform(CoordinateFrame.CTF_DEVICE,
            CoordinateFrame.DEVICE,
            new double[] {HALF, -HALF, 0, 0, HALF, HALF, 0, 0, 0, 0, 1, 0.19, 0, 0, 0, 1});
    private static final double LARGEST_MISFIT_METRES = 1e-4;
    private static final CtfPlaces UNKNOWN = new CtfPlaces(null, null, List.of());

    private enum Coil {
        NASION("nasion"), LEFT("left ear"), RIGHT("right ear"), SPARE("spare");

        private final String words;

        Coil(String words) {
            this.words = words;
        }
    }

    static CtfPlaces read(Path file, Consumer<Notice> notices) throws IOException {
        if (!Files.isRegularFile(file)) {
            return UNKNOWN;
        }
        Map<Coil, Position> inDevice = new EnumMap<>(Coil.class);
        Map<Coil, Position> inHead = new EnumMap<>(Coil.class);
        coils(CtfText.lines(file), file, inDevice, inHead);
        List<Coil> three = List.of(Coil.LEFT, Coil.RIGHT, Coil.NASION);
        if (!inDevice.keySet().containsAll(three) || !inHead.keySet().containsAll(three)) {
            notices.accept(new Notice("ctf-head-unknown", file.getFileName()
                    + ": does not give nasion, left and right ear as measured relative to dewar and head:"
                    + " where the head was is left out"));
            return UNKNOWN;
        }
        return of(file, inDevice, inHead, notices);
    }

    private static void coils(List<String> lines, Path file, Map<Coil, Position> inDevice,
            Map<Coil, Position> inHead) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean device = line.contains("relative to dewar");
            if (!line.contains("measured") || !device && !line.contains("relative to head")) {
                continue;
            }
            for (Coil coil : Coil.values()) {
                if (line.contains(coil.words) && i + 3 < lines.size()) {
                    Position place = new Position(number(lines, i + 1, "x", file),
                            number(lines, i + 2, "y", file), number(lines, i + 3, "z", file));
                    (device ? inDevice : inHead).putIfAbsent(coil, place);
                }
            }
        }
    }

    private static double number(List<String> lines, int index, String axis, Path file) {
        String[] sides = lines.get(index).split("=", 2);
        if (sides.length < 2 || !sides[0].strip().equals(axis)) {
            throw CtfText.error(file, index, lines.get(index), axis + " = centimetres");
        }
        return CtfText.number(sides[1].strip(), file, index) / 100;
    }

    private static CtfPlaces of(Path file, Map<Coil, Position> inDevice, Map<Coil, Position> inHead,
            Consumer<Notice> notices) {
        CoordinateTransform toHead = HeadFrame.of(inHead.get(Coil.NASION), inHead.get(Coil.LEFT),
                inHead.get(Coil.RIGHT), CoordinateFrame.CTF_HEAD);
        List<Position> from = new ArrayList<>();
        List<Position> to = new ArrayList<>();
        for (Coil coil : List.of(Coil.LEFT, Coil.RIGHT, Coil.NASION, Coil.SPARE)) {
            if (inDevice.containsKey(coil) && inHead.containsKey(coil)) {
                from.add(TO_DEVICE.apply(inDevice.get(coil)));
                to.add(toHead.apply(inHead.get(coil)));
            }
        }
        CoordinateTransform deviceToHead = RigidMatch.of(from, to, CoordinateFrame.DEVICE,
                CoordinateFrame.HEAD);
        double worst = 0;
        for (int i = 0; i < from.size(); i++) {
            worst = Math.max(worst, deviceToHead.apply(from.get(i)).distanceTo(to.get(i)));
        }
        if (worst > LARGEST_MISFIT_METRES) {
            notices.accept(new Notice("ctf-coils-misfit", String.format(Locale.ROOT,
                    "%s: head coils relative to dewar and head differ by up to %.2f mm: check them",
                    file.getFileName(), worst * 1000)));
        }
        List<DigitizedPoint> points = new ArrayList<>();
        Coil[] fiducials = {Coil.LEFT, Coil.NASION, Coil.RIGHT};
        for (int i = 0; i < 3; i++) {
            points.add(new DigitizedPoint(DigitizedPoint.Kind.FIDUCIAL, i + 1,
                    toHead.apply(inHead.get(fiducials[i])), CoordinateFrame.HEAD));
        }
        if (inHead.containsKey(Coil.SPARE)) {
            points.add(new DigitizedPoint(DigitizedPoint.Kind.HEAD_POSITION_COIL, 4,
                    toHead.apply(inHead.get(Coil.SPARE)), CoordinateFrame.HEAD));
        }
        return new CtfPlaces(toHead, deviceToHead, points);
    }
}
