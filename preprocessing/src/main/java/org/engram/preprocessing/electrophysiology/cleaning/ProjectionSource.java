package org.engram.preprocessing.electrophysiology.cleaning;

/** Where directions to be projected out come from. */
public enum ProjectionSource {
    /** The projectors that came with the recording. */
    FILE,
    /** The average around eye movements. */
    EOG,
    /** The average around heartbeats. */
    ECG
}
