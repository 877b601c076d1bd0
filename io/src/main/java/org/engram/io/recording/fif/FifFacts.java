package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.engram.core.Notice;
import org.engram.io.recording.Channel;
import org.engram.io.recording.CoordinateTransform;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.Projector;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.SensorCovariance;
import org.engram.io.recording.Trial;
import org.engram.io.recording.TriggerEvent;
import org.engram.io.recording.fif.tag.FifFile;

/** What a person wants to know first about a file that is no recording. */
final class FifFacts {
    private static final ReadOptions LOOK = ReadOptions.DEFAULT.withLenient(true).withActiveShielding(true);

    private FifFacts() {}

    static Map<String, String> of(FifFile file, FifContents content, Consumer<Notice> notices)
            throws IOException {
        Path path = file.path();
        Map<String, String> facts = new LinkedHashMap<>();
        switch (content) {
            case EPOCHS -> epochs(EpochsReader.read(path, LOOK, notices), facts);
            case EVOKED -> evoked(FifEvoked.read(path, LOOK, notices), facts);
            case COVARIANCE -> covariance(FifCovariance.read(path), facts);
            case PROJECTORS -> facts.put("projectors", FifProjectors.read(path).stream()
                    .map(Projector::description).collect(Collectors.joining(", ")));
            case EVENTS -> facts.put("events", events(FifEvents.read(path)));
            case SOURCES -> sources(FifSourceSpace.read(path), facts);
            case SURFACES -> surfaces(FifSurfaces.read(path), facts);
            case POINTS -> facts.put("points", points(FifDigitization.read(path)));
            case TRANSFORM -> {
                CoordinateTransform transform = FifTransform.read(path);
                facts.put("from", lower(transform.from()));
                facts.put("to", lower(transform.to()));
            }
            case ICA -> {
                FifIca ica = FifIca.read(path);
                facts.put("components", ica.unmixing().length + " of " + ica.channels().size() + " channels, "
                        + ica.excluded().length + " excluded");
            }
            default -> {
            } // known by name only
        }
        return facts;
    }

    private static void epochs(Epochs epochs, Map<String, String> facts) {
        facts.put("trials",
                epochs.trialCount() + " (" + counts(epochs.trials().stream().map(Trial::label).toList())
                        + ")");
        facts.put("channels", types(epochs.channels()));
        facts.put("sampling rate", number(epochs.samplingRateHz()) + " Hz");
        facts.put("times", number(epochs.firstTimeSeconds()) + " to "
                + number((epochs.firstTime() + epochs.timeCount() - 1) / epochs.samplingRateHz()) + " s ("
                + epochs.timeCount() + " samples)");
        epochs.baseline().ifPresent(window -> facts.put("baseline",
                number(window.startSeconds()) + " to " + number(window.endSeconds()) + " s"));
        if (!epochs.dropped().isEmpty()) {
            facts.put("dropped events", Integer.toString(epochs.dropped().size()));
        }
    }

    private static void evoked(List<Evoked> all, Map<String, String> facts) {
        for (int i = 0; i < all.size(); i++) {
            Evoked evoked = all.get(i);
            facts.put("average " + (i + 1), evoked.comment() + ", " + lower(evoked.kind()) + " of "
                    + evoked.trialCount() + " trials, " + evoked.timeCount() + " samples from "
                    + number(evoked.firstTime() / evoked.samplingRateHz()) + " s");
        }
        if (!all.isEmpty()) {
            facts.put("channels", types(all.get(0).channels()));
            facts.put("sampling rate", number(all.get(0).samplingRateHz()) + " Hz");
        }
    }

    private static void covariance(SensorCovariance covariance, Map<String, String> facts) {
        facts.put("sensors", Integer.toString(covariance.channels().size()));
        facts.put("degrees of freedom", Integer.toString(covariance.degreesOfFreedom()));
        if (!covariance.bad().isEmpty()) {
            facts.put("bad channels", String.join(", ", covariance.bad()));
        }
    }

    private static String events(FifEvents events) {
        return events.events().size() + " (code: count "
                + counts(events.events().stream().map(TriggerEvent::code).map(String::valueOf).toList())
                + ")";
    }

    private static void sources(List<FifSourceSpace> spaces, Map<String, String> facts) {
        for (int i = 0; i < spaces.size(); i++) {
            FifSourceSpace space = spaces.get(i);
            facts.put("source space " + (i + 1), lower(space.kind()) + ", " + space.used().length + " of "
                    + space.surface().vertices().length + " places used");
        }
    }

    private static void surfaces(List<FifSurface> surfaces, Map<String, String> facts) {
        for (int i = 0; i < surfaces.size(); i++) {
            FifSurface surface = surfaces.get(i);
            facts.put("surface " + (i + 1), "number " + surface.id() + ", " + surface.vertices().length
                    + " vertices, " + surface.triangles().length + " triangles, " + lower(surface.frame())
                    + " coordinates");
        }
    }

    private static String points(List<DigitizedPoint> points) {
        return points.size() + " (" + counts(points.stream().map(point -> lower(point.kind())).toList())
                + ")";
    }

    private static String types(List<Channel> channels) {
        return channels.size() + " ("
                + counts(channels.stream().map(channel -> lower(channel.type())).toList()) + ")";
    }

    private static String counts(List<String> what) {
        return what.stream().collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()))
                .entrySet().stream().limit(20).map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6g", value);
    }
}
