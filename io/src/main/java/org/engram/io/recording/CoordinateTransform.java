package org.engram.io.recording;

import java.util.Arrays;
import java.util.Objects;

/**
 * A change of coordinates: {@code to = rotation * from + translation}.
 *
 * @param from coordinates that go in
 * @param to coordinates that come out
 * @param matrix 4 x 4, row after row, last row 0 0 0 1, metres; copied in and out
 */
public record CoordinateTransform(CoordinateFrame from, CoordinateFrame to, double[] matrix) {
    /** Copies and checks the length. */
    public CoordinateTransform {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        if (matrix.length != 16) {
            throw new IllegalArgumentException("matrix has " + matrix.length + " numbers, expected 16");
        }
        matrix = matrix.clone();
    }

    /** @return 4 x 4, row after row; a copy */
    @Override
    public double[] matrix() {
        return matrix.clone();
    }

    /**
     * @param place in the coordinates that go in
     * @return the same place in those that come out
     */
    public Position apply(Position place) {
        return new Position(row(0, place, 1), row(1, place, 1), row(2, place, 1));
    }

    /**
     * @param direction in the coordinates that go in
     * @return the same direction in those that come out; not moved
     */
    public Position rotate(Position direction) {
        return new Position(row(0, direction, 0), row(1, direction, 0), row(2, direction, 0));
    }

    /** @return the way back, for a rotation with translation */
    public CoordinateTransform inverse() {
        double[] back = new double[16];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                back[4 * row + column] = matrix[4 * column + row];
                back[4 * row + 3] -= matrix[4 * column + row] * matrix[4 * column + 3];
            }
        }
        back[15] = 1;
        return new CoordinateTransform(to, from, back);
    }

    private double row(int row, Position place, double one) {
        return matrix[4 * row] * place.x() + matrix[4 * row + 1] * place.y() + matrix[4 * row + 2] * place.z()
                + matrix[4 * row + 3] * one;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CoordinateTransform that && from == that.from && to == that.to
                && Arrays.equals(matrix, that.matrix);
    }

    @Override
    public int hashCode() {
        return Objects.hash(from, to, Arrays.hashCode(matrix));
    }

    @Override
    public String toString() {
        return "CoordinateTransform[from=" + from + ", to=" + to + ", matrix=" + Arrays.toString(matrix)
                + "]";
    }
}
