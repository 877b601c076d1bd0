package org.engram.decoders.supervised;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.ShapeException;
import org.engram.decoders.architectures.NetworkDesign;
import org.engram.io.table.ClosestName;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.engram.io.volume.Affine;

/**
 * Samples of one shape with what is known about each.
 *
 * @param source file they came from
 * @param shape of one sample, in the order of memory: (channel, time), or (z, y, x) for a volume
 * @param values of all samples one after the other, finite; not copied
 * @param about one row for each sample
 * @param geometry from voxels (x, y, z) to millimetres, where the samples are volumes
 * @param notices what a person should know about the files
 */
public record SampleSet(Path source, int[] shape, float[] values, Table about, Optional<Affine> geometry,
        List<Notice> notices) {
    /** Checks that sizes fit and all values are finite. */
    public SampleSet {
        shape = shape.clone();
        notices = List.copyOf(notices);
        long size = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
        if (shape.length == 0 || size < 1 || values.length == 0 || values.length % size != 0
                || values.length / size != about.rowCount()) {
            throw new ShapeException(source + ": " + values.length + " values are not " + about.rowCount()
                    + " samples of shape " + NetworkDesign.words(shape));
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new EngramException(
                        source + ": sample " + i / size + " holds " + values[i] + " at value "
                                + i % size + ": leave the sample out, or fill the gap");
            }
        }
    }

    /** @return a copy */
    @Override
    public int[] shape() {
        return shape.clone();
    }

    /** @return how many samples */
    public int size() {
        return about.rowCount();
    }

    /** @return how many values a sample has */
    public int width() {
        return values.length / size();
    }

    /** @param index of a sample, from 0 @return its values, fresh */
    public float[] sample(int index) {
        return Arrays.copyOfRange(values, index * width(), (index + 1) * width());
    }

    /** @param name of something known about the samples @return it @throws EngramException with the closest name */
    public Column column(String name) {
        if (!about.has(name)) {
            throw new EngramException(source + ": there is no \"" + name + "\" for the samples: "
                    + ClosestName.hint(name, about.columnNames()));
        }
        Column column = about.column(name);
        for (int row = 0; row < column.size(); row++) {
            if (column.isMissing(row)) {
                throw new EngramException(source + ": \"" + name + "\" of sample " + row
                        + " is missing: leave the sample out, or fill the gap");
            }
        }
        return column;
    }

    /** @param name of something known about the samples @return it as text */
    public List<String> texts(String name) {
        Column column = column(name);
        return java.util.stream.IntStream.range(0, column.size()).mapToObj(column::text).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SampleSet that && source.equals(that.source)
                && Arrays.equals(shape, that.shape)
                && Arrays.equals(values, that.values) && about.equals(that.about)
                && geometry.equals(that.geometry);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return size() + " samples of shape " + NetworkDesign.words(shape) + " from " + source;
    }
}
