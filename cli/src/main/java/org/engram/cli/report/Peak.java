package org.engram.cli.report;

/**
 * A local maximum of a map.
 *
 * @param x right of the origin, mm
 * @param y in front of the origin, mm
 * @param z above the origin, mm
 * @param value the map there
 * @param clusterVoxels the number of voxels of the cluster it lies in, or 0 when unknown
 * @param region the name of the place by an atlas; empty when unknown
 */
public record Peak(double x, double y, double z, double value, int clusterVoxels, String region) {}
