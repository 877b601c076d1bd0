package org.engram.core;

import java.util.Objects;

/**
 * Something a person should know that does not stop the work: a repaired header field, constant voxels, events past
 * the end of a run.
 *
 * @param code a stable kebab-case identifier tests and scripts can match, such as {@code "nifti-qform-repaired"}
 * @param text one sentence with the place and the values
 */
public record Notice(String code, String text) {
    /** Checks that both parts are there. */
    public Notice {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
        return text + " [" + code + "]";
    }
}
