package org.engram.nn.models;

/**
 * The outcome of checking one file of a store.
 *
 * @param name the name of the file
 * @param outcome what was found
 * @param explanation what was found and expected, in words
 */
public record FileCheck(String name, Outcome outcome, String explanation) {
    /** What a check finds. */
    public enum Outcome {
        /** The file is there and its checksum is right. */
        GOOD,
        /** The file is there but is not what was added. */
        DAMAGED,
        /** The file is not there. */
        MISSING
    }
}
