package org.engram.preprocessing.electrophysiology.cleaning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Projector;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.artifacts.EcgEvents;
import org.engram.preprocessing.electrophysiology.artifacts.EogEvents;
import org.engram.preprocessing.electrophysiology.filtering.FirDesign;
import org.engram.preprocessing.electrophysiology.projection.ProjectionOperator;
import org.engram.preprocessing.electrophysiology.projection.SignalSpaceProjection;

/** Finds directions to be projected out, with the bands and windows that are usual for eyes and heart, and does so. */
final class Projections {
    private static final int DIRECTIONS = 2;
    private static final double BEFORE_SECONDS = -0.2;
    private static final double AFTER_BLINK_SECONDS = 0.2;
    private static final double AFTER_BEAT_SECONDS = 0.4;
    private static final double FASTEST_HZ = 35;

    private Projections() {}

    static Recording apply(Recording recording, Set<ProjectionSource> sources, List<String> steps,
            Consumer<Notice> notices) throws IOException {
        List<Projector> projectors = new ArrayList<>();
        if (sources.contains(ProjectionSource.FILE)) {
            recording.projectors().stream().filter(projector -> !projector.active()).forEach(projectors::add);
            if (projectors.isEmpty()) {
                throw new EngramException(
                        "the recording has no projectors that are not applied already: compute"
                                + " them from eyes or heart (eog, ecg)");
            }
        }
        if (sources.contains(ProjectionSource.EOG)) {
            EogEvents.Found eyes = EogEvents.find(recording);
            projectors.addAll(around(recording, eyes.samples(), 1, AFTER_BLINK_SECONDS, "EOG"));
            steps.add(eyes.samples().length + " eye movements found in " + eyes.channel());
        }
        if (sources.contains(ProjectionSource.ECG)) {
            EcgEvents.Heartbeats beats = EcgEvents.find(recording);
            projectors.addAll(around(recording, beats.samples(), 5, AFTER_BEAT_SECONDS, "ECG"));
            steps.add(beats.samples().length + " heartbeats found in " + beats.channel());
        }
        ProjectionOperator operator = ProjectionOperator.of(projectors, recording.channels(), notices);
        steps.add(operator.count() + " directions projected out");
        return operator.apply(recording);
    }

    private static List<Projector> around(Recording recording, long[] events, double slowestHz,
            double afterSeconds, String name) throws IOException {
        if (events.length == 0) {
            throw new EngramException(
                    "no " + name + " event was found to project out: look at the channels first");
        }
        double rate = recording.samplingRateHz();
        double fastest = Math.min(FASTEST_HZ, 0.4 * rate);
        Recording band = FirDesign.bandPass(slowestHz, fastest, rate).build().apply(recording);
        Map<ChannelType, Integer> counts = new EnumMap<>(ChannelType.class);
        for (Channel channel : recording.channels()) {
            if (channel.type().isBrain() && !channel.bad()) {
                counts.put(channel.type(), DIRECTIONS);
            }
        }
        return SignalSpaceProjection.around(band, events, BEFORE_SECONDS, afterSeconds, counts, name);
    }
}
