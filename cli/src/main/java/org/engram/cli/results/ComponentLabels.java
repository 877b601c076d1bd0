package org.engram.cli.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.ica.ArtifactComponents;
import org.engram.preprocessing.electrophysiology.ica.ComponentScores;
import org.engram.preprocessing.electrophysiology.ica.IcaSolution;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;

/**
 * How much components look like eyes and heart.
 *
 * @param eyes correlations with each channel near the eyes
 * @param heart agreement of phase over heartbeats; empty where no heart is seen
 */
public record ComponentLabels(List<ComponentScores> eyes, Optional<ComponentScores> heart) {
    /** A component with a larger correlation is the eye, whatever the others are. */
    private static final double CLEARLY_ALIKE = 0.7;

    /** Copies. */
    public ComponentLabels {
        eyes = List.copyOf(eyes);
    }

    /**
     * Names of the channels that show eyes and heart.
     *
     * @param eyes near the eyes; may be empty
     * @param heart at the heart; may be empty
     */
    public record Channels(List<String> eyes, List<String> heart) {}

    /**
     * @param solution components
     * @param recording with the channels they were fitted to
     * @param seen where eyes and heart are seen
     * @param notices told what could not be looked for
     * @return how the components look
     * @throws IOException if samples cannot be read
     */
    public static ComponentLabels of(IcaSolution solution, Recording recording, Channels seen,
            Consumer<Notice> notices) throws IOException {
        // A copy of the channel under another type serves as the eye or the heart; the components keep theirs.
        Recording watched = recording;
        List<String> eyes = new ArrayList<>();
        for (String name : seen.eyes()) {
            watched = copied(watched, name, ChannelType.EOG, "eye");
            eyes.add(name + " (eye)");
        }
        for (String name : seen.heart()) {
            watched = copied(watched, name, ChannelType.ECG, "heart");
        }
        List<ComponentScores> eyeScores = new ArrayList<>();
        if (eyes.isEmpty()) {
            notices.accept(new Notice("ica-no-eog",
                    "no channel near the eyes is known (type EOG, or --eog): eyes were not looked for"));
        } else {
            int[] copies = eyes.stream().mapToInt(watched::channel).toArray();
            Recording other = watched;
            Recording only = watched.toBuilder().channels(IntStream.range(0, watched.channelCount())
                    .mapToObj(i -> type(other, i, copies)).toList()).build();
            for (ComponentScores scores : ArtifactComponents.eog(solution, only)) {
                eyeScores.add(new ComponentScores(scores.channel().replace(" (eye)", ""), scores.scores(),
                        flagged(scores)));
            }
        }
        return new ComponentLabels(eyeScores, heart(solution, watched, seen, notices));
    }

    /** Those that stand out, and those that are much alike: of ten components none can stand out by 3 deviations. */
    private static int[] flagged(ComponentScores scores) {
        return IntStream
                .concat(IntStream.of(scores.flagged()),
                        IntStream.range(0, scores.scores().length)
                                .filter(k -> Math.abs(scores.scores()[k]) > CLEARLY_ALIKE))
                .distinct().boxed().sorted(Comparator.comparingDouble(k -> -Math.abs(scores.scores()[k])))
                .mapToInt(Integer::intValue).toArray();
    }

    /** Only the copies count as eyes, whatever else the recording calls so. */
    private static Channel type(Recording recording, int index, int[] copies) {
        Channel channel = recording.channels().get(index);
        boolean chosen = IntStream.of(copies).anyMatch(copy -> copy == index);
        return channel.type() == ChannelType.EOG && !chosen
                ? channel.withType(ChannelType.MISC, channel.unit())
                : channel;
    }

    private static Recording copied(Recording recording, String name, ChannelType type, String what) {
        Channel channel = recording.channels().get(recording.channel(name));
        Matrix one = Matrix.zeros(1, 1);
        one.set(0, 0, 1);
        return ChannelMixing.of("copy of " + name, List.of(name), List
                .of(channel.withName(name + " (" + what + ")").withType(type, channel.unit()).withBad(false)),
                one)
                .apply(recording);
    }

    private static Optional<ComponentScores> heart(IcaSolution solution, Recording watched, Channels seen,
            Consumer<Notice> notices) throws IOException {
        boolean meg = watched.channels().stream()
                .anyMatch(channel -> channel.type() == ChannelType.MAGNETOMETER && !channel.bad());
        if (seen.heart().isEmpty() && !meg) {
            return Optional.empty();
        }
        try {
            Recording looked = seen.heart().isEmpty() ? watched : onlyHeart(watched, seen.heart().get(0));
            ComponentScores scores = ArtifactComponents.ecgByPhase(solution, looked);
            return Optional.of(new ComponentScores(scores.channel().replace(" (heart)", ""), scores.scores(),
                    scores.flagged()));
        } catch (EngramException e) {
            notices.accept(new Notice("ica-no-heart", "the heart was not looked for: " + e.getMessage()));
            return Optional.empty();
        }
    }

    private static Recording onlyHeart(Recording watched, String name) {
        return watched.toBuilder().channels(watched.channels().stream()
                .map(channel -> channel.type() == ChannelType.ECG && !channel.name().equals(name + " (heart)")
                        ? channel.withType(ChannelType.MISC, channel.unit())
                        : channel)
                .toList()).build();
    }

    /** @return components that stand out, ascending */
    public List<Integer> excluded() {
        TreeSet<Integer> all = new TreeSet<>();
        eyes.forEach(scores -> IntStream.of(scores.flagged()).forEach(all::add));
        heart.ifPresent(scores -> IntStream.of(scores.flagged()).forEach(all::add));
        return List.copyOf(all);
    }

    /** @param component its index @return eyes, heart, both, or nothing */
    public String label(int component) {
        boolean eye = eyes.stream().anyMatch(scores -> flags(scores, component));
        boolean beat = heart.stream().anyMatch(scores -> flags(scores, component));
        return eye && beat ? "eyes and heart" : eye ? "eyes" : beat ? "heart" : "";
    }

    private static boolean flags(ComponentScores scores, int component) {
        return IntStream.of(scores.flagged()).anyMatch(flagged -> flagged == component);
    }

    /** @param component its index @return its correlation with the channel near the eyes it is most like; 0 without any */
    public double eyeScore(int component) {
        double most = 0;
        for (ComponentScores scores : eyes) {
            double score = scores.scores()[component];
            most = Math.abs(score) > Math.abs(most) ? score : most;
        }
        return most;
    }

    /**
     * @param solution the components
     * @return them and their labels, for a program to read
     */
    public Map<String, Object> fields(IcaSolution solution) {
        double[] variance = solution.explainedVariance();
        List<Object> components = new ArrayList<>();
        for (int k = 0; k < solution.componentCount(); k++) {
            int component = k;
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("component", k);
            entry.put("explained_variance", variance[k]);
            entry.put("label", label(k));
            Map<String, Object> scores = new LinkedHashMap<>();
            eyes.forEach(eye -> scores.put(eye.channel(), eye.scores()[component]));
            entry.put("eog", scores);
            heart.ifPresent(beat -> entry.put("ecg", beat.scores()[component]));
            components.add(entry);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("excluded", excluded());
        fields.put("components", components);
        return fields;
    }
}
