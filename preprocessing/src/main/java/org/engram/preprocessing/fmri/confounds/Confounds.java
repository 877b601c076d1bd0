package org.engram.preprocessing.fmri.confounds;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.ShapeException;
import org.engram.io.table.ClosestName;
import org.engram.io.table.Table;

/** The nuisance regressors of one run and the volumes to keep. Immutable, as long as nobody writes into the matrix. */
public final class Confounds {
    private final Matrix regressors;
    private final List<String> names;
    private final int[] keptVolumes;
    private final List<Notice> notices;

    private Confounds(Matrix regressors, List<String> names, int[] keptVolumes, List<Notice> notices) {
        this.regressors = regressors;
        this.names = List.copyOf(names);
        this.keptVolumes = keptVolumes.clone();
        this.notices = List.copyOf(notices);
    }

    /**
     * @param volumes how many volumes the run has
     * @return no regressors; every volume kept
     */
    public static Confounds none(int volumes) {
        return of(Matrix.zeros(volumes, 0), List.of());
    }

    /**
     * @param regressors volumes x regressors; shared, not copied
     * @param names a name for each regressor
     * @return them, with every volume kept
     */
    public static Confounds of(Matrix regressors, List<String> names) {
        if (regressors.columns() != names.size()) {
            throw new ShapeException(names.size() + " names for " + regressors.columns() + " regressors");
        }
        return new Confounds(regressors, names, IntStream.range(0, regressors.rows()).toArray(), List.of());
    }

    /**
     * Takes columns of any table. A value missing in the first row (as for differences to the volume before) is replaced
     * by that of the second; one missing anywhere else is an error.
     *
     * @param table a table with one row for each volume
     * @param columns column names, or regular expressions that match whole names; each must match something
     * @param demean whether the mean over all volumes is subtracted from each regressor
     * @return those columns, in the order of {@code columns}, then of the table; every volume kept
     */
    public static Confounds select(Table table, List<String> columns, boolean demean) {
        Set<String> names = new LinkedHashSet<>();
        for (String column : columns) {
            names.addAll(matching(table, column));
        }
        int[] kept = IntStream.range(0, table.rowCount()).toArray();
        return fromTable(table, List.copyOf(names), kept, demean, List.of());
    }

    private static List<String> matching(Table table, String column) {
        if (table.has(column)) {
            return List.of(column);
        }
        List<String> found;
        try {
            Pattern pattern = Pattern.compile(column);
            found = table.columnNames().stream().filter(name -> pattern.matcher(name).matches()).toList();
        } catch (PatternSyntaxException e) {
            found = List.of();
        }
        if (found.isEmpty()) {
            throw new EngramException(
                    table.source() + ": no column is called or matched by \"" + column + "\"; "
                            + ClosestName.hint(column, table.columnNames()));
        }
        return found;
    }

    static Confounds fromTable(Table table, List<String> names, int[] kept, boolean demean,
            List<Notice> notices) {
        int volumes = table.rowCount();
        Matrix matrix = Matrix.zeros(volumes, names.size());
        for (int c = 0; c < names.size(); c++) {
            double[] values = table.numbers(names.get(c));
            complete(table, names.get(c), values);
            double mean = demean ? mean(values, kept) : 0;
            for (int volume = 0; volume < volumes; volume++) {
                matrix.set(volume, c, values[volume] - mean);
            }
        }
        return new Confounds(matrix, names, kept, notices);
    }

    private static void complete(Table table, String name, double[] values) {
        if (values.length > 1 && Double.isNaN(values[0])) {
            values[0] = values[1];
        }
        for (int row = 0; row < values.length; row++) {
            if (!Double.isFinite(values[row])) {
                throw new EngramException(
                        table.source() + ": column \"" + name + "\" has no finite number on line "
                                + (row + 2) + " (" + table.column(name).text(row)
                                + "); only the first volume may lack one");
            }
        }
    }

    private static double mean(double[] values, int[] kept) {
        double sum = 0;
        for (int volume : kept) {
            sum += values[volume];
        }
        return sum / kept.length;
    }

    /**
     * @param other regressors of the same run
     * @return the regressors of both, those of this one first, and the volumes both keep; an error when a name stands in
     *     both
     */
    public Confounds and(Confounds other) {
        if (volumes() != other.volumes()) {
            throw new ShapeException("confounds of " + volumes() + " and of " + other.volumes()
                    + " volumes cannot be of one run");
        }
        List<String> allNames = new ArrayList<>(names);
        allNames.addAll(other.names);
        if (new LinkedHashSet<>(allNames).size() < allNames.size()) {
            throw new EngramException("confounds given twice: "
                    + ClosestName.list(other.names.stream().filter(names::contains).toList()));
        }
        Matrix joined = Matrix.zeros(volumes(), allNames.size());
        int own = names.size();
        for (int volume = 0; volume < volumes(); volume++) {
            for (int c = 0; c < allNames.size(); c++) {
                joined.set(volume, c,
                        c < own ? regressors.get(volume, c) : other.regressors.get(volume, c - own));
            }
        }
        Set<Integer> otherKept = new LinkedHashSet<>(IntStream.of(other.keptVolumes).boxed().toList());
        int[] kept = IntStream.of(keptVolumes).filter(otherKept::contains).toArray();
        List<Notice> allNotices = new ArrayList<>(notices);
        allNotices.addAll(other.notices);
        return new Confounds(joined, allNames, kept, allNotices);
    }

    /** @return volumes x regressors, all volumes also where some are not kept; the matrix itself, not a copy */
    public Matrix regressors() {
        return regressors;
    }

    /** @return the name of each regressor */
    public List<String> names() {
        return names;
    }

    /** @return the indices of the volumes to keep, ascending from 0; a copy */
    public int[] keptVolumes() {
        return keptVolumes.clone();
    }

    /** @return how many volumes the run has */
    public int volumes() {
        return regressors.rows();
    }

    /** @return whether volumes are left out */
    public boolean leavesOutVolumes() {
        return keptVolumes.length < volumes();
    }

    /** @return what a person should know about how they were taken */
    public List<Notice> notices() {
        return notices;
    }

    @Override
    public String toString() {
        return "Confounds[" + names.size() + " regressors, " + keptVolumes.length + " of " + volumes()
                + " volumes kept]";
    }
}
