/**
 * What file formats made of records share: a record holds some samples of each signal, one signal after the other, and
 * is followed by the next record. EDF and GDF are such; so is a file of interleaved samples, whose records hold one sample
 * of each signal. A {@link org.engram.io.recording.records.RecordLayout} says where records lie, a
 * {@link org.engram.io.recording.records.StoredSignal} where a signal lies within and how its numbers become SI units,
 * and {@link org.engram.io.recording.records.RecordSamples} reads them block by block.
 */
package org.engram.io.recording.records;
