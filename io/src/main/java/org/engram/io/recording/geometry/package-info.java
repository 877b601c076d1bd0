/**
 * Coordinates of sensors and heads: the head frame from the nasion and the preauricular points, rigid motions that match
 * points known in two frames, and the axes of a coil around its normal.
 *
 * <pre>{@code
 * CoordinateTransform toHead = HeadFrame.of(nasion, left, right, CoordinateFrame.DEVICE);
 * }</pre>
 */
package org.engram.io.recording.geometry;
