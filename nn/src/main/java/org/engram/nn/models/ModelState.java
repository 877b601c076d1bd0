package org.engram.nn.models;

/** How much of a model lies in a store, judged by names and sizes. */
public enum ModelState {
    /** Nothing. */
    ABSENT,
    /** Some of its files. */
    INCOMPLETE,
    /** Every file. */
    INSTALLED
}
