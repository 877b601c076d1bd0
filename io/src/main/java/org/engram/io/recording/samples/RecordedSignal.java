package org.engram.io.recording.samples;

import org.engram.io.recording.Channel;

/**
 * One signal of a file of records.
 *
 * @param channel what is known about it
 * @param stored where its samples lie
 */
public record RecordedSignal(Channel channel, StoredSignal stored) {}
