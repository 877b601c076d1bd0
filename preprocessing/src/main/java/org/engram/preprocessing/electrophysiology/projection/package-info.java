/**
 * Signal-space projection: directions of sensor space that hold an artefact are found, and taken out as a linear operator
 * when samples are read.
 *
 * <pre>{@code
 * List<Projector> heart = SignalSpaceProjection.around(recording, beats.samples(), -0.2, 0.4,
 *         Map.of(ChannelType.MAGNETOMETER, 2), "ECG");
 * Recording clean = ProjectionOperator.of(heart, recording.channels(), notice -> log(notice)).apply(recording);
 * }</pre>
 */
package org.engram.preprocessing.electrophysiology.projection;
