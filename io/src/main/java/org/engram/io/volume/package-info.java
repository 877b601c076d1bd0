/**
 * Volumes: images on a regular grid with a place in the world. See {@link org.engram.io.volume.Volume}.
 */
package org.engram.io.volume;
