package org.engram.io.recording.edf;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.engram.io.recording.samples.NumberType;
import org.engram.io.recording.samples.RecordLayout;

/**
 * What the header says, checked against the size of the file.
 *
 * @param variant such as "EDF", "EDF+C", "EDF+D", "BDF", "BDF+C"
 * @param patient the patient field
 * @param recording the recording field
 * @param start when recording began, to the second
 * @param type how samples are stored
 * @param recordSeconds how long a record lasts, more than 0
 * @param layout where records lie
 * @param signals all signals, annotations included
 */
record EdfHeader(String variant, String patient, String recording, Optional<LocalDateTime> start,
        NumberType type, double recordSeconds, RecordLayout layout, List<EdfSignal> signals) {
    boolean isInterrupted() { return variant.endsWith("+D"); }

    boolean isBdf() { return type == NumberType.INT24; }
}
