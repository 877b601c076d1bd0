package org.engram.io.recording.fif;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.engram.io.recording.Compensation;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.FifMatrix;
import org.engram.io.recording.fif.tag.FifOutput;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;

/** Software gradiometers as a measurement stores them. Those read have been calibrated: they fit samples in SI units. */
final class CompensationReader {
    /** "G1BR", "G2BR" and "G3BR" as big-endian text. */
    private static final int[] CTF_KINDS = {0x47314252, 0x47324252, 0x47334252};

    private CompensationReader() {}

    static List<Compensation> read(FifFile file, Block info, ChannelTable table) throws IOException {
        List<Compensation> all = new ArrayList<>();
        for (Block block : info.blocks(Blocks.COMPENSATION)) {
            int kind = file.integer(file.need(block, Kinds.COMPENSATION_KIND, "the kind of a compensation"));
            int grade = kind;
            for (int i = 0; i < CTF_KINDS.length; i++) {
                grade = kind == CTF_KINDS[i] ? i + 1 : grade;
            }
            Block named = block.block(Blocks.NAMED_MATRIX).orElse(block);
            Tag tag = file.need(named, Kinds.COMPENSATION_DATA, "the coefficients of a compensation");
            FifMatrix matrix = file.matrix(tag);
            List<String> sensors = table
                    .full(file.names(file.need(named, Kinds.ROW_NAMES, "names of sensors")));
            List<String> references = table
                    .full(file.names(file.need(named, Kinds.COLUMN_NAMES, "names of references")));
            if (matrix.shape().length != 2 || matrix.rows() != sensors.size()
                    || matrix.columns() != references.size()) {
                throw file.damaged(tag, "a compensation of " + matrix.rows() + " x " + matrix.columns()
                        + " coefficients names " + sensors.size() + " sensors and " + references.size()
                        + " references");
            }
            double[][] coefficients = matrix.toRows();
            Optional<Tag> calibrated = block.find(Kinds.COMPENSATION_CALIBRATED);
            if (calibrated.isEmpty() || file.integer(calibrated.get()) == 0) {
                calibrate(coefficients, scales(file, tag, sensors, table),
                        scales(file, tag, references, table));
            }
            all.add(new Compensation(grade, true, sensors, references, coefficients));
        }
        return all;
    }

    private static double[] scales(FifFile file, Tag tag, List<String> names, ChannelTable table) {
        Map<String, FifChannel> channels = new HashMap<>();
        table.all().forEach(channel -> channels.put(channel.name(), channel));
        double[] scales = new double[names.size()];
        for (int i = 0; i < scales.length; i++) {
            FifChannel channel = channels.get(names.get(i));
            if (channel == null) {
                throw file.damaged(tag,
                        "a compensation names \"" + names.get(i) + "\", which is no channel here");
            }
            scales[i] = (double) channel.range() * channel.calibration();
        }
        return scales;
    }

    private static void calibrate(double[][] coefficients, double[] sensors,
            double[] references) {
        for (int row = 0; row < sensors.length; row++) {
            for (int column = 0; column < references.length; column++) {
                coefficients[row][column] *= sensors[row] / references[column];
            }
        }
    }

    static void write(FifOutput out, List<Compensation> compensations, ShortNames names) throws IOException {
        if (compensations.isEmpty()) {
            return;
        }
        out.begin(Blocks.COMPENSATIONS);
        for (Compensation compensation : compensations) {
            int grade = compensation.grade();
            out.begin(Blocks.COMPENSATION);
            out.integers(Kinds.COMPENSATION_KIND, grade >= 1 && grade <= 3 ? CTF_KINDS[grade - 1] : grade);
            out.integers(Kinds.COMPENSATION_CALIBRATED, compensation.calibrated() ? 1 : 0);
            out.begin(Blocks.NAMED_MATRIX);
            out.integers(Kinds.ROW_COUNT, compensation.sensors().size());
            out.integers(Kinds.COLUMN_COUNT, compensation.references().size());
            out.names(Kinds.ROW_NAMES, names.of(compensation.sensors()));
            out.names(Kinds.COLUMN_NAMES, names.of(compensation.references()));
            out.floatMatrix(Kinds.COMPENSATION_DATA, compensation.coefficients());
            out.end(Blocks.NAMED_MATRIX);
            out.end(Blocks.COMPENSATION);
        }
        out.end(Blocks.COMPENSATIONS);
    }
}
