package org.engram.preprocessing.electrophysiology.resampling;

import java.util.List;
import org.engram.core.Notice;
import org.engram.io.recording.TriggerEvent;

/**
 * Events at another sampling rate.
 *
 * @param events as many as before, in the same order
 * @param notices one for each event that fell on the sample of the one before
 */
public record ResampledEvents(List<TriggerEvent> events, List<Notice> notices) {
    /** Copies. */
    public ResampledEvents {
        events = List.copyOf(events);
        notices = List.copyOf(notices);
    }
}
