/**
 * Samples as they lie in files, read block by block. All that is stored as plain numbers is records: a record holds some
 * samples of each signal, one signal after the other, and is followed by the next. EDF, GDF and CTF are such; so are
 * interleaved samples, whose records hold one sample of each signal, and a file of all samples of one signal after the
 * other, which is one record. A {@link org.engram.io.recording.samples.RecordLayout} says where records lie, a
 * {@link org.engram.io.recording.samples.StoredSignal} where a signal lies within and how its numbers become SI units,
 * {@link org.engram.io.recording.samples.RecordSamples} reads them, and
 * {@link org.engram.io.recording.samples.RateGroups} makes recordings of signals of several sampling rates.
 *
 * <pre>{@code
 * SampleSource source = RecordSamples.interleaved(Path.of("rest.fdt"), 0, NumberType.FLOAT32, false, sampleCount,
 *         voltsPerUnit);
 * }</pre>
 */
package org.engram.io.recording.samples;
