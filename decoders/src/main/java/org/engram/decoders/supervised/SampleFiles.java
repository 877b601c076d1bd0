package org.engram.decoders.supervised;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.ShapeException;
import org.engram.decoders.architectures.NetworkDesign;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpyFile;
import org.engram.io.array.NpzFile;
import org.engram.io.table.ClosestName;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;

/**
 * Reads samples: from a {@code .npz} file (an array {@code X} (sample, ...), and beside it arrays with one value for each
 * sample), or from a table (.tsv, .csv) with a column of files, one {@code .npy} array or volume for each sample, with
 * paths relative to the table. Of a table's other columns, and of the arrays, any can be the target or the groups.
 */
public final class SampleFiles {
    /** The array that holds the samples. */
    public static final String ARRAY = "X";
    /** The column that holds the files. */
    public static final String FILE = "file";

    private SampleFiles() {}

    /** @param data a {@code .npz} file or a table of files @return its samples @throws IOException if a file cannot be read */
    public static SampleSet read(Path data) throws IOException {
        return read(data, Optional.empty());
    }

    /**
     * @param data a {@code .npz} file or a table of files
     * @param about a further table with one row for each sample, in their order
     * @return the samples
     * @throws IOException if a file cannot be read
     */
    public static SampleSet read(Path data, Optional<Path> about) throws IOException {
        if (!Files.isRegularFile(data)) {
            throw new NoSuchFileException(data.toString());
        }
        SampleSet samples = data.getFileName().toString().toLowerCase(java.util.Locale.ROOT).endsWith(".npz")
                ? arrays(data)
                : table(data);
        if (about.isEmpty()) {
            return samples;
        }
        Table more = TableFile.read(about.get());
        if (more.rowCount() != samples.size()) {
            throw new EngramException(about.get() + " has " + more.rowCount() + " rows, but " + data + " has "
                    + samples.size() + " samples: one row for each sample is needed, in their order");
        }
        Table joined = more;
        for (String name : samples.about().columnNames()) {
            joined = joined.has(name) ? joined : joined.with(samples.about().column(name));
        }
        return new SampleSet(data, samples.shape(), samples.values(), joined, samples.geometry(),
                samples.notices());
    }

    private static SampleSet arrays(Path file) throws IOException {
        List<String> names = NpzFile.names(file);
        if (!names.contains(ARRAY)) {
            throw new EngramException(
                    file + ": there is no array \"" + ARRAY + "\" (sample, ...) with the samples: "
                            + ClosestName.hint(ARRAY, names));
        }
        Map<String, NpyArray> all = NpzFile.read(file);
        NpyArray samples = all.get(ARRAY);
        int[] shape = samples.shape();
        if (shape.length < 2 || shape.length > 5 || samples.size() == 0 || samples.type().isText()) {
            throw new ShapeException(
                    file + ": the array \"" + ARRAY + "\" has shape " + NetworkDesign.words(shape)
                            + "; expected numbers (sample, ...) with 1 to 4 axes for each sample");
        }
        List<Column> columns = new ArrayList<>();
        columns.add(Column.ofNumbers("sample", IntStream.range(0, shape[0]).asDoubleStream().toArray()));
        all.forEach((name, array) -> {
            if (!name.equals(ARRAY) && !name.equals("sample") && array.shape().length == 1
                    && array.shape()[0] == shape[0]) {
                columns.add(array.type().isText()
                        ? Column.ofText(name, List.of(array.toStrings()))
                        : Column.ofNumbers(name, array.toDoubles()));
            }
        });
        return new SampleSet(file, Arrays.copyOfRange(shape, 1, shape.length), floats(samples),
                Table.of(file.toString(), columns), Optional.empty(), List.of());
    }

    private static float[] floats(NpyArray array) {
        if (array.data() instanceof float[] floats) {
            return floats;
        }
        double[] wide = array.toDoubles();
        float[] narrow = new float[wide.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) wide[i];
        }
        return narrow;
    }

    private static SampleSet table(Path file) throws IOException {
        Table table = TableFile.read(file);
        if (!table.has(FILE)) {
            throw new EngramException(file + ": a table of samples has a column \"" + FILE
                    + "\" with the path of an .npy array or a volume for each: "
                    + ClosestName.hint(FILE, table.columnNames()));
        }
        if (table.rowCount() == 0) {
            throw new EngramException(file + " has no rows: one for each sample is needed");
        }
        float[] all = null;
        One first = null;
        boolean moved = false;
        for (int row = 0; row < table.rowCount(); row++) {
            Path path = file.toAbsolutePath().getParent().resolve(table.column(FILE).text(row));
            One one = one(path);
            if (first == null) {
                first = one;
                long size = (long) one.values.length * table.rowCount();
                if (size > Integer.MAX_VALUE - 8) {
                    throw new EngramException(file + ": " + table.rowCount() + " samples of "
                            + one.values.length
                            + " values are more than fit into one array: resample them first");
                }
                all = new float[(int) size];
            } else if (!Arrays.equals(first.shape, one.shape)) {
                throw new ShapeException(path + " has shape " + NetworkDesign.words(one.shape)
                        + ", but the first file has "
                        + NetworkDesign.words(first.shape) + ": bring all to one grid (engram resample)");
            } else {
                moved |= !first.geometry.equals(one.geometry);
            }
            System.arraycopy(one.values, 0, all, row * one.values.length, one.values.length);
        }
        return new SampleSet(file, first.shape, all, table, first.geometry, moved
                ? List.of(new Notice("grids-differ", "the volumes of " + file
                        + " do not all lie on one grid in space; maps are written in the first one's"))
                : List.of());
    }

    private record One(int[] shape, float[] values, Optional<Affine> geometry) {}

    private static One one(Path path) throws IOException {
        if (path.getFileName().toString().endsWith(".npy")) {
            NpyArray array = NpyFile.read(path);
            return new One(array.shape(), floats(array), Optional.empty());
        }
        try (Volume volume = Volumes.read(path)) {
            if (volume.volumeCount() != 1) {
                throw new ShapeException(path + " is a series of " + volume.volumeCount()
                        + " volumes: a sample is one volume");
            }
            long[] shape = volume.shape(); // x runs fastest in memory
            return new One(new int[] {(int) shape[2], (int) shape[1], (int) shape[0]}, volume.readVolume(0),
                    Optional.of(volume.affine()));
        }
    }
}
