package org.engram.decoders.fmri;

import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;
import org.engram.core.ShapeException;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.fmri.maskers.Masker;

/**
 * Labelled samples of one subject, and the way back to the brain.
 *
 * @param features samples x features
 * @param labels the condition of each sample
 * @param runs the run of each sample
 * @param sessions the session of each sample; the empty string where runs have none
 * @param onsetsSeconds when the event of each sample began, seconds from the start of its run
 * @param masker paints rows of features into volumes
 * @param background the first volume of the first run, to draw maps on when there is no anatomy
 * @param notices what was left out or repaired
 */
public record FmriSamples(Matrix features, Labels labels, List<String> runs, List<String> sessions,
        List<Double> onsetsSeconds, Masker masker, Volume background, List<Notice> notices) {
    /** Checks the lengths and copies the lists. */
    public FmriSamples {
        if (labels.size() != features.rows() || runs.size() != features.rows()
                || sessions.size() != features.rows() || onsetsSeconds.size() != features.rows()) {
            throw new ShapeException(features.rows() + " samples but " + labels.size() + " labels, "
                    + runs.size()
                    + " runs, " + sessions.size() + " sessions and " + onsetsSeconds.size() + " onsets");
        }
        runs = List.copyOf(runs);
        sessions = List.copyOf(sessions);
        onsetsSeconds = List.copyOf(onsetsSeconds);
        notices = List.copyOf(notices);
    }
}
