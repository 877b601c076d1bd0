package org.engram.decoders.fmri;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.engram.io.bids.Event;

/**
 * One run to take samples from.
 *
 * @param name what a person calls it, and what cross-validation leaves out: "run-1"
 * @param session the session it belongs to, or empty
 * @param image the BOLD series
 * @param repetitionTimeSeconds seconds between volumes
 * @param events what happened
 * @param confounds the table of nuisance series, if there is one
 */
public record FmriRun(String name, Optional<String> session, Path image, double repetitionTimeSeconds,
        List<Event> events, Optional<Path> confounds) {
    /** Checks the repetition time and copies the events. */
    public FmriRun {
        if (!(repetitionTimeSeconds > 0) || Double.isInfinite(repetitionTimeSeconds)) {
            throw new IllegalArgumentException(name + ": repetition time is " + repetitionTimeSeconds
                    + " s: give a positive number");
        }
        events = List.copyOf(events);
    }
}
