package org.engram.nn.models;

/** What is taken for the right file. */
public enum Trust {
    /** Only files whose checksum is registered, or was recorded in this store before. */
    PINNED_ONLY,
    /** Also files without a checksum: the one seen is recorded, and asked of the file ever after. */
    FIRST_USE
}
