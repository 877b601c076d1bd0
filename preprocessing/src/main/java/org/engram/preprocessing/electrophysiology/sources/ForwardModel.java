package org.engram.preprocessing.electrophysiology.sources;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.ShapeException;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpyFile;
import org.engram.io.recording.Position;

/**
 * What dipoles do to sensors.
 *
 * @param channels names of the sensors
 * @param positions where the sources are, head frame
 * @param normals unit vector of each source's surface; an empty list where there is no surface
 * @param leadfield channel x (3 source), columns x, y, z of source 0, then of source 1, ...; SI unit of the channel per
 *     ampere metre; not copied
 */
public record ForwardModel(List<String> channels, List<Position> positions, List<Position> normals,
        Matrix leadfield) {
    /** Copies the lists and checks shapes. */
    public ForwardModel {
        channels = List.copyOf(channels);
        positions = List.copyOf(positions);
        normals = List.copyOf(normals);
        if (leadfield.rows() != channels.size() || leadfield.columns() != 3 * positions.size()) {
            throw new ShapeException(
                    "the leadfield is " + leadfield.rows() + " x " + leadfield.columns() + ", expected "
                            + channels.size() + " channels x 3 times " + positions.size() + " sources");
        }
        if (!normals.isEmpty() && normals.size() != positions.size()) {
            throw new ShapeException(normals.size() + " normals for " + positions.size() + " sources");
        }
        int bad = leadfield.firstNotFinite();
        if (bad >= 0) {
            throw new EngramException("the leadfield of channel " + channels.get(bad / leadfield.columns())
                    + " holds " + leadfield.data()[bad] + " at source " + bad % leadfield.columns() / 3);
        }
    }

    /**
     * Imports a leadfield computed by another program.
     *
     * @param npy an array of channel x (3 source), in the order of {@link #leadfield()}
     * @param channels names of the sensors, one per row
     * @param positions where the sources are
     * @param normals unit vectors, or an empty list
     * @return the model
     * @throws IOException if the file cannot be read
     */
    public static ForwardModel read(Path npy, List<String> channels, List<Position> positions,
            List<Position> normals) throws IOException {
        NpyArray array = NpyFile.read(npy);
        if (array.shape().length != 2 || array.type().isText()) {
            throw new FormatException(npy, "holds " + array + ", expected channels x 3 times sources");
        }
        return new ForwardModel(channels, positions, normals,
                Matrix.of(array.shape()[0], array.shape()[1], array.toDoubles()));
    }

    /** @return how many sources */
    public int sourceCount() {
        return positions.size();
    }

    /**
     * @param names channels to keep, in the order to have
     * @return the model of those
     */
    public ForwardModel select(List<String> names) {
        int[] rows = names.stream().mapToInt(name -> {
            int row = channels.indexOf(name);
            if (row < 0) {
                throw new EngramException("the forward model lacks channel " + name
                        + ": leave it out of the data, or compute the model with it");
            }
            return row;
        }).toArray();
        return new ForwardModel(names, positions, normals, leadfield.selectRows(rows));
    }

    /** @return the model with the mean over its channels taken off, for EEG with an average reference */
    public ForwardModel averageReferenced() {
        Matrix referenced = leadfield.copy();
        for (int column = 0; column < referenced.columns(); column++) {
            int c = column;
            double mean = IntStream.range(0, referenced.rows()).mapToDouble(row -> referenced.get(row, c))
                    .average().orElse(0);
            for (int row = 0; row < referenced.rows(); row++) {
                referenced.set(row, c, referenced.get(row, c) - mean);
            }
        }
        return new ForwardModel(channels, positions, normals, referenced);
    }
}
