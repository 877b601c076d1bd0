package org.engram.preprocessing.electrophysiology.cleaning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.preprocessing.electrophysiology.rejection.BadSegments;
import org.engram.preprocessing.electrophysiology.rejection.GeneralizedEsd;

/** Annotates stretches that stand out, each type of brain channels by itself: first by samples, then by differences. */
final class BadStretches {
    private static final double PIECE_SECONDS = 2;

    private BadStretches() {}

    static List<Annotation> find(Recording recording) throws IOException {
        int size = (int) Math.max(3, Math.rint(PIECE_SECONDS * recording.samplingRateHz()));
        List<Annotation> found = new ArrayList<>();
        Set<ChannelType> types = new LinkedHashSet<>();
        recording.channels().stream().filter(channel -> channel.type().isBrain() && !channel.bad())
                .map(Channel::type).forEach(types::add);
        Recording marked = recording;
        for (ChannelType type : types) {
            for (BadSegments.Metric metric : BadSegments.Metric.values()) {
                List<Annotation> more = new BadSegments(type, metric, size, GeneralizedEsd.DEFAULT)
                        .find(marked);
                found.addAll(more);
                // What was found counts as found: it takes no part in the next comparison.
                marked = marked.toBuilder().addAnnotations(more).build();
            }
        }
        return found;
    }
}
