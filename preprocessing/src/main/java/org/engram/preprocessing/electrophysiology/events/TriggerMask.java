package org.engram.preprocessing.electrophysiology.events;

import java.util.List;
import org.engram.io.recording.TriggerEvent;

/**
 * Which bits of trigger codes count. It is applied to the code before and after each step; steps that change nothing
 * any more are left out.
 *
 * @param bits set where a bit counts
 */
public record TriggerMask(int bits) {
    /** Every bit counts. */
    public static final TriggerMask ALL = new TriggerMask(-1);

    /**
     * @param bits bits to keep
     * @return a mask of them
     */
    public static TriggerMask keeping(int bits) {
        return new TriggerMask(bits);
    }

    /**
     * @param bits bits to ignore
     * @return a mask of all others
     */
    public static TriggerMask ignoring(int bits) {
        return new TriggerMask(~bits);
    }

    List<TriggerEvent> apply(List<TriggerEvent> steps) {
        return steps.stream()
                .map(step -> new TriggerEvent(step.sample(), step.previous() & bits, step.code() & bits))
                .filter(step -> step.previous() != step.code()).toList();
    }
}
