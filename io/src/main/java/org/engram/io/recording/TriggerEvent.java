package org.engram.io.recording;

/**
 * A change of the trigger code, or what stands for one.
 *
 * @param sample absolute sample number: index of the sample plus the recording's {@link Recording#firstSample()}
 * @param previous the code before
 * @param code the code from this sample on
 */
public record TriggerEvent(long sample, int previous, int code) {}
