package org.engram.decoders.timeseries.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.engram.core.EngramException;

/** What is new in the test. */
public enum EpochProtocol {
    /** New trials of a session that was trained on: shuffled stratified folds inside each session of each subject. */
    WITHIN_SESSION("within-session"),
    /** A new session of a subject that was trained on: each session left out in turn, subject by subject. */
    CROSS_SESSION("cross-session"),
    /** A new subject: each left out in turn, or whole subjects in folds. */
    CROSS_SUBJECT("cross-subject"),
    /**
     * New trials of anyone: shuffled stratified folds over all. Where a subject has several trials it is on both sides,
     * and decoding its identity looks like decoding the target; so it has to be allowed by name.
     */
    POOLED("pooled");

    private final String shortName;

    EpochProtocol(String shortName) {
        this.shortName = shortName;
    }

    /** @return the name a command line uses: "cross-subject" */
    public String shortName() {
        return shortName;
    }

    /**
     * @param name a short name, in any case
     * @return that protocol; an unknown name fails with the list
     */
    public static EpochProtocol named(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        for (EpochProtocol protocol : values()) {
            if (protocol.shortName.equals(wanted)) {
                return protocol;
            }
        }
        throw new EngramException(
                "there is no protocol '" + name + "': choose one of " + Arrays.stream(values())
                        .map(EpochProtocol::shortName).collect(Collectors.joining(", ")));
    }
}
