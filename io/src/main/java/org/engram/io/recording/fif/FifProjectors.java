package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.engram.core.FormatException;
import org.engram.io.recording.Projector;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.FifMatrix;
import org.engram.io.recording.fif.tag.FifOutput;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;

/** Projectors in files of their own ({@code -proj.fif}) or with a measurement. */
public final class FifProjectors {
    private static final int FIELD = 1;

    private FifProjectors() {}

    /**
     * @param file a FIFF file
     * @return its projectors
     * @throws FormatException if it holds none
     * @throws IOException if it cannot be read
     */
    public static List<Projector> read(Path file) throws IOException {
        FifFile content = FifFile.open(file, false, notice -> {});
        if (content.root().block(Blocks.PROJECTORS).isEmpty()) {
            throw FifContents.missing(content, "projector");
        }
        return read(content, content.root(), null);
    }

    /**
     * @param projectors projectors, not empty
     * @param file the file to make or replace; its name should end in {@code -proj.fif}
     * @throws IOException if it cannot be written
     */
    public static void write(List<Projector> projectors, Path file) throws IOException {
        FifOutput.write(file, out -> write(out, projectors, ShortNames.NONE));
    }

    static List<Projector> read(FifFile file, Block within, ChannelTable table) throws IOException {
        List<Projector> projectors = new ArrayList<>();
        Optional<Block> all = within.block(Blocks.PROJECTORS);
        if (all.isPresent()) {
            for (Block item : all.get().blocks(Blocks.PROJECTOR)) {
                projectors.add(item(file, item, table));
            }
        }
        return projectors;
    }

    private static Projector item(FifFile file, Block item, ChannelTable table) throws IOException {
        Optional<Tag> named = item.find(Kinds.COMMENT).or(() -> item.find(Kinds.NAME));
        String description = named.isPresent() ? file.text(named.get()) : "";
        List<String> stored = file
                .names(file.need(item, Kinds.PROJECTOR_CHANNELS, "the channels of a projector"));
        List<String> names = table == null ? stored : table.full(stored);
        int count = file.integer(file.need(item, Kinds.PROJECTOR_VECTOR_COUNT, "the number of vectors"));
        Tag tag = file.need(item, Kinds.PROJECTOR_VECTORS, "the vectors of a projector");
        FifMatrix matrix = file.matrix(tag);
        boolean sideways = matrix.rows() == names.size() && matrix.columns() == count
                && count != names.size();
        if (matrix.shape().length != 2 || names.isEmpty() || !sideways && matrix.columns() != names.size()) {
            throw file.damaged(tag, "projector \"" + description + "\" has vectors of " + matrix.columns()
                    + " numbers for " + names.size() + " channels");
        }
        double[][] rows = matrix.toRows();
        Optional<Tag> active = item.find(Kinds.PROJECTOR_ACTIVE);
        Optional<Tag> variance = item.find(Kinds.EXPLAINED_VARIANCE);
        return new Projector(description,
                file.integer(file.need(item, Kinds.PROJECTOR_KIND, "the kind of a projector")),
                active.isPresent() && file.integer(active.get()) != 0, names, sideways ? turned(rows) : rows,
                variance.isPresent() ? file.number(variance.get()) : Double.NaN);
    }

    private static double[][] turned(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < columns.length; column++) {
                columns[column][row] = rows[row][column];
            }
        }
        return columns;
    }

    static void write(FifOutput out, List<Projector> projectors, ShortNames names) throws IOException {
        if (projectors.isEmpty()) {
            return;
        }
        out.begin(Blocks.PROJECTORS);
        for (Projector projector : projectors) {
            out.begin(Blocks.PROJECTOR);
            out.integers(Kinds.CHANNEL_COUNT, projector.channels().size());
            out.names(Kinds.PROJECTOR_CHANNELS, names.of(projector.channels()));
            out.text(Kinds.NAME, projector.description());
            out.integers(Kinds.PROJECTOR_KIND, projector.kind());
            if (projector.kind() == FIELD) {
                out.floats(Kinds.PROJECTOR_TIME, 0);
            }
            out.integers(Kinds.PROJECTOR_VECTOR_COUNT, projector.vectors().length);
            out.integers(Kinds.PROJECTOR_ACTIVE, projector.active() ? 1 : 0);
            out.floatMatrix(Kinds.PROJECTOR_VECTORS, projector.vectors());
            if (!Double.isNaN(projector.explainedVariance())) {
                out.floats(Kinds.EXPLAINED_VARIANCE, projector.explainedVariance());
            }
            out.end(Blocks.PROJECTOR);
        }
        out.end(Blocks.PROJECTORS);
    }
}
