package org.engram.nn.models;

import java.time.Instant;

/**
 * What a store knows of one of its files.
 *
 * @param name the name of the file
 * @param bytes its size
 * @param sha256 its checksum when it was added
 * @param pinned whether that was the registered one; otherwise it was only the first one seen
 * @param origin where it came from: an address or a path
 * @param added when it was added
 * @param verified when its checksum was last found right
 */
public record StoredFile(String name, long bytes, String sha256, boolean pinned, String origin, Instant added,
        Instant verified) {}
