package org.engram.io.recording.gdf;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.engram.io.recording.samples.RecordLayout;

/**
 * What the header says, checked against the size of the file.
 *
 * @param version such as 1.25 or 2.2
 * @param patient who, as the file has it
 * @param recording what, as the file has it
 * @param start when recording began
 * @param recordSeconds how long a record lasts, more than 0
 * @param layout where records lie
 * @param signals all channels
 * @param complete whether all records that were promised are there, so that the event table can follow
 */
record GdfHeader(double version, String patient, String recording, Optional<Instant> start,
        double recordSeconds, RecordLayout layout, List<GdfSignal> signals, boolean complete) {}
