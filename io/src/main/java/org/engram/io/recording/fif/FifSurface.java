package org.engram.io.recording.fif;

import java.io.IOException;
import org.engram.io.recording.CoordinateFrame;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.FifMatrix;
import org.engram.io.recording.fif.tag.Tag;

/**
 * A surface of triangles.
 *
 * @param id what it bounds: 1 brain, 3 skull (outer), 4 head; 101 and 102 left and right hemisphere; -1 not known
 * @param frame coordinates of its vertices
 * @param conductivity inside, in S/m; 1 when the file does not say
 * @param vertices vertex x 3, metres; not copied
 * @param normals vertex x 3, unit vectors; empty when the file has none; not copied
 * @param triangles triangle x 3, indices of vertices from 0; not copied
 */
public record FifSurface(int id, CoordinateFrame frame, double conductivity, double[][] vertices,
        double[][] normals, int[][] triangles) {
    static double[][] points(FifFile file, Tag tag, int count) throws IOException {
        FifMatrix matrix = file.matrix(tag);
        if (matrix.shape().length != 2 || matrix.rows() != count || matrix.columns() != 3) {
            throw file.damaged(tag,
                    "points are " + matrix.rows() + " x " + matrix.columns() + " numbers, expected "
                            + count + " x 3");
        }
        return matrix.toRows();
    }

    /** Triangles, which files count from 1. */
    static int[][] triangles(FifFile file, Tag tag, int count, int vertices) throws IOException {
        double[][] rows = points(file, tag, count);
        int[][] triangles = new int[count][3];
        for (int i = 0; i < count; i++) {
            for (int corner = 0; corner < 3; corner++) {
                int vertex = (int) rows[i][corner] - 1;
                if (vertex < 0 || vertex >= vertices) {
                    throw file.damaged(tag,
                            "triangle " + i + " has vertex " + (vertex + 1) + " of " + vertices);
                }
                triangles[i][corner] = vertex;
            }
        }
        return triangles;
    }
}
