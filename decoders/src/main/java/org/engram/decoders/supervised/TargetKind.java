package org.engram.decoders.supervised;

/** How a target is understood. */
public enum TargetKind {
    /** Text, and up to 20 different whole numbers, are classes; other numbers are numbers. */
    AUTO,
    /** One of several classes, learnt with cross entropy. */
    CLASSES,
    /** A number, learnt with the mean square. */
    NUMBER
}
