package org.engram.io.recording.ctf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.engram.core.Notice;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.Position;

/** Places of electrodes and of the head that were measured with a pen. */
final class CtfElectrodes {
    private static final double SMALLEST = 0.01;

    private CtfElectrodes() {}

    static void read(Path folder, String stem, CtfPlaces places, List<Channel> channels,
            List<DigitizedPoint> points, Consumer<Notice> notices) throws IOException {
        Path electrodes = folder.resolve(stem + "eeg");
        Path shape;
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.getFileName().toString().endsWith(".pos"))
                    .sorted().toList();
            shape = found.size() == 1 ? found.get(0) : null;
        }
        boolean any = Files.isRegularFile(electrodes) || shape != null;
        if (any && places.ctfHeadToHead() == null) {
            notices.accept(new Notice("ctf-electrodes-unplaced",
                    "measured points are left out, because the head coils are not known"));
            return;
        }
        electrodes(electrodes, places, channels, points);
        if (shape != null) {
            headShape(shape, places, points);
        }
    }

    private static void electrodes(Path file, CtfPlaces places, List<Channel> channels,
            List<DigitizedPoint> points) throws IOException {
        List<String> lines = CtfText.lines(file);
        for (int line = 0; line < lines.size(); line++) {
            String[] words = lines.get(line).split("\\s+");
            if (lines.get(line).isEmpty()) {
                continue;
            }
            if (words.length != 5) {
                throw CtfText.error(file, line, lines.get(line), "number, label, x, y, z");
            }
            Position at = place(words, 2, file, line);
            String label = words[1].toLowerCase(Locale.ROOT);
            if (at.norm() <= SMALLEST || List.of("nasion", "lpa", "rpa", "left", "right").contains(label)) {
                continue;
            }
            Position head = places.ctfHeadToHead().apply(at);
            int number = 0;
            for (int i = 0; i < channels.size(); i++) {
                Channel channel = channels.get(i);
                if (channel.type() == ChannelType.EEG
                        && (channel.name().equalsIgnoreCase(label)
                                || CtfFormat.clean(channel.name()).equalsIgnoreCase(label))) {
                    channels.set(i, channel.withPosition(head));
                    number = i + 1;
                }
            }
            points.add(new DigitizedPoint(
                    number > 0 ? DigitizedPoint.Kind.ELECTRODE : DigitizedPoint.Kind.HEAD_SHAPE,
                    number > 0 ? number : line + 1, head, CoordinateFrame.HEAD));
        }
    }

    private static void headShape(Path file, CtfPlaces places, List<DigitizedPoint> points)
            throws IOException {
        List<String> lines = CtfText.lines(file);
        for (int line = 0; line < lines.size(); line++) {
            String[] words = lines.get(line).split("\\s+");
            if (words.length == 4 || words.length == 5) {
                Position at = place(words, words.length - 3, file, line);
                if (at.norm() > SMALLEST) {
                    points.add(new DigitizedPoint(DigitizedPoint.Kind.HEAD_SHAPE, line + 1,
                            places.ctfHeadToHead().apply(at), CoordinateFrame.HEAD));
                }
            }
        }
    }

    private static Position place(String[] words, int first, Path file, int line) {
        return new Position(CtfText.number(words[first], file, line) / 100,
                CtfText.number(words[first + 1], file, line) / 100,
                CtfText.number(words[first + 2], file, line) / 100);
    }
}
