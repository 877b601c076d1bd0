package org.engram.preprocessing.fmri.confounds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.core.FormatException;
import org.engram.core.ShapeException;
import org.engram.io.table.Column;
import org.engram.io.table.Table;

/** Six rigid-body motion parameters for each volume: translations in millimetres, rotations in radians. */
public final class MotionParameters {
    private static final List<String> NAMES = List.of("trans_x", "trans_y", "trans_z", "rot_x", "rot_y",
            "rot_z");

    /** The radius of the sphere that turns rotations into millimetres, after Power et al. 2012. */
    public static final double HEAD_RADIUS_MILLIMETRES = 50;

    private final Matrix parameters;

    private MotionParameters(Matrix parameters) {
        this.parameters = parameters;
    }

    /** The order and unit of the six numbers on a line of a text file. */
    public enum Convention {
        /** {@code .par} of FSL's mcflirt: three rotations in radians, three translations in millimetres. */
        FSL(new int[] {3, 4, 5, 0, 1, 2}, 1),
        /** {@code rp_*.txt} of SPM: three translations in millimetres, three rotations in radians. */
        SPM(new int[] {0, 1, 2, 3, 4, 5}, 1),
        /** AFNI's 3dvolreg: roll, pitch, yaw in degrees (about z, x, y), then shifts along z, x, y in millimetres. */
        AFNI(new int[] {4, 5, 3, 1, 2, 0}, Math.PI / 180);

        private final int[] positions;
        private final double radiansPerUnit;

        Convention(int[] positions, double radiansPerUnit) {
            this.positions = positions;
            this.radiansPerUnit = radiansPerUnit;
        }
    }

    /**
     * @param parameters volumes x 6: trans_x, trans_y, trans_z in millimetres, rot_x, rot_y, rot_z in radians; shared
     * @return those parameters
     */
    public static MotionParameters of(Matrix parameters) {
        if (parameters.columns() != NAMES.size()) {
            throw new ShapeException(
                    "motion parameters need 6 columns (3 translations in mm, 3 rotations in rad), not "
                            + parameters.columns());
        }
        return new MotionParameters(parameters);
    }

    /**
     * @param table the columns trans_x, trans_y, trans_z (mm), rot_x, rot_y, rot_z (rad), as fMRIPrep writes them
     * @return those parameters
     */
    public static MotionParameters of(Table table) {
        Matrix parameters = Matrix.zeros(table.rowCount(), NAMES.size());
        for (int c = 0; c < NAMES.size(); c++) {
            double[] values = table.numbers(NAMES.get(c));
            for (int volume = 0; volume < values.length; volume++) {
                parameters.set(volume, c, values[volume]);
            }
        }
        return new MotionParameters(parameters);
    }

    /**
     * @param file a text file without a header: six numbers a line, one line a volume; lines that begin with {@code #} do
     *     not count
     * @param convention their order and unit; nothing in such a file says so
     * @return the parameters; errors name the line
     * @throws IOException if the file cannot be read
     */
    public static MotionParameters read(Path file, Convention convention) throws IOException {
        List<double[]> rows = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String content = line.strip();
            if (!content.isEmpty() && !content.startsWith("#")) {
                rows.add(parse(file, number, content.split("[\\s,]+"), convention));
            }
        }
        if (rows.isEmpty()) {
            throw new FormatException(file, "is empty; expected six motion parameters a line");
        }
        return new MotionParameters(Matrix.ofRows(rows.toArray(new double[0][])));
    }

    private static double[] parse(Path file, int line, String[] words, Convention convention) {
        if (words.length != NAMES.size()) {
            throw new FormatException(file,
                    "line " + line + " has " + words.length + " cells; expected six motion parameters");
        }
        double[] row = new double[NAMES.size()];
        for (int c = 0; c < row.length; c++) {
            String word = words[convention.positions[c]];
            try {
                row[c] = Double.parseDouble(word) * (c < 3 ? 1 : convention.radiansPerUnit);
            } catch (NumberFormatException e) {
                throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                        "line " + line + " holds \"" + word + "\" where a number is expected", e);
            }
        }
        return row;
    }

    /** @return volumes x 6: trans_x, trans_y, trans_z in millimetres, rot_x, rot_y, rot_z in radians; not a copy */
    public Matrix parameters() {
        return parameters;
    }

    /** @return how many volumes */
    public int volumes() {
        return parameters.rows();
    }

    /**
     * Computes the framewise displacement of Power et al. 2012: the sum of the absolute changes of the three translations,
     * and of the three rotations as arcs on a sphere.
     *
     * @param headRadiusMillimetres the radius of that sphere, {@link #HEAD_RADIUS_MILLIMETRES} as a rule
     * @return millimetres for each volume; {@code NaN} for the first, which has none before it
     */
    public double[] framewiseDisplacementMillimetres(double headRadiusMillimetres) {
        double[] displacement = new double[volumes()];
        for (int volume = 0; volume < displacement.length; volume++) {
            double sum = volume == 0 ? Double.NaN : 0;
            for (int c = 0; volume > 0 && c < NAMES.size(); c++) {
                double change = Math.abs(parameters.get(volume, c) - parameters.get(volume - 1, c));
                sum += c < 3 ? change : headRadiusMillimetres * change;
            }
            displacement[volume] = sum;
        }
        return displacement;
    }

    /**
     * @param expansion which functions of the parameters to take; the difference of the first volume to the one before is
     *     taken to be that of the second
     * @param demean whether the mean over all volumes is subtracted from each regressor
     * @return them as regressors, named as fMRIPrep names them; every volume kept
     */
    public Confounds confounds(Expansion expansion, boolean demean) {
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < NAMES.size(); c++) {
            double[] values = parameters.column(c);
            double[] derivative = new double[values.length];
            for (int volume = 0; volume < values.length; volume++) {
                derivative[volume] = volume == 0 ? Double.NaN : values[volume] - values[volume - 1];
            }
            String name = NAMES.get(c);
            columns.add(Column.ofNumbers(name, values));
            columns.add(Column.ofNumbers(name + "_derivative1", derivative));
            columns.add(Column.ofNumbers(name + "_power2", squares(values)));
            columns.add(Column.ofNumbers(name + "_derivative1_power2", squares(derivative)));
        }
        return Confounds.select(Table.of("motion parameters", columns), expansion.columns(NAMES), demean);
    }

    private static double[] squares(double[] values) {
        double[] squares = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            squares[i] = values[i] * values[i];
        }
        return squares;
    }
}
