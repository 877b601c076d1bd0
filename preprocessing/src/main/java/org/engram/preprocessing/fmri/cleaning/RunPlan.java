package org.engram.preprocessing.fmri.cleaning;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.signal.ColumnBlocks;
import org.engram.compute.signal.NotAKnotSpline;
import org.engram.compute.signal.Trends;
import org.engram.compute.signal.ZeroPhaseFilter;
import org.engram.core.EngramException;
import org.engram.core.Notice;

/** Everything about one run that all its voxels share, and the steps for a block of voxels. */
final class RunPlan {
    private final SignalCleaner options;
    private final String name;
    /** Rows of the series the steps before dropping see: kept ones, and censored ones that are interpolated. */
    private final int[] window;
    /** Places in the window that are kept. */
    private final int[] kept;
    /** Places in the window that are interpolated, with the spline for them; null when there are none. */
    private final int[] missing;
    private final NotAKnotSpline spline;
    private final ZeroPhaseFilter filter;
    private final ConfoundProjection projection;

    RunPlan(SignalCleaner options, String name, int[] rows, Matrix confounds, SampleMask mask,
            List<Notice> notices) {
        this.options = options;
        this.name = name;
        boolean interpolates = options.filter() == TemporalFilter.BUTTERWORTH
                && !(Double.isNaN(options.highPassHz()) && Double.isNaN(options.lowPassHz()));
        filter = interpolates ? FilterChoice.of(options, name, notices) : null;
        window = window(rows, mask, interpolates, notices);
        int[] places = new int[window.length];
        int[] others = new int[window.length];
        int count = 0;
        for (int i = 0; i < window.length; i++) {
            if (mask.keeps(window[i])) {
                places[count++] = i;
            } else {
                others[i - count] = i;
            }
        }
        kept = Arrays.copyOf(places, count);
        missing = Arrays.copyOf(others, window.length - count);
        spline = missing.length == 0 ? null : new NotAKnotSpline(asDoubles(kept), asDoubles(missing));
        if (filter != null && window.length < filter.minimumSamples()) {
            throw new EngramException(
                    name + "the run has " + window.length + " volumes, but the filter of order "
                            + options.butterworthOrder() + " needs at least " + filter.minimumSamples()
                            + ": use cosine drift or a lower order");
        }
        if (kept.length == 1 && (options.detrend() || options.standardisation() != Standardisation.NONE)) {
            notices.add(new Notice("single-volume",
                    name + "only one volume is kept: it is neither detrended nor standardised"));
        }
        projection = projection(rows, confounds, notices);
    }

    private int[] window(int[] rows, SampleMask mask, boolean interpolates, List<Notice> notices) {
        int first = -1;
        int last = -1;
        int count = 0;
        for (int i = 0; i < rows.length; i++) {
            if (mask.keeps(rows[i])) {
                first = first < 0 ? i : first;
                last = i;
                count++;
            }
        }
        if (count == 0) {
            throw new EngramException(name + "all " + rows.length
                    + " volumes are censored: nothing is left to clean; relax the censoring or leave the run out");
        }
        if (interpolates && options.extrapolate()) {
            return rows;
        }
        if (interpolates) {
            int dropped = rows.length - (last - first + 1);
            if (dropped > 0) {
                notices.add(new Notice("censored-ends-discarded", name + dropped
                        + " censored volumes before the first or after the last kept one take no part in filtering"));
            }
            return Arrays.copyOfRange(rows, first, last + 1);
        }
        int[] keptRows = new int[count];
        int filled = 0;
        for (int row : rows) {
            if (mask.keeps(row)) {
                keptRows[filled++] = row;
            }
        }
        return keptRows;
    }

    /** Confounds go through the same steps as the series, then become an orthonormal basis. */
    private ConfoundProjection projection(int[] rows, Matrix confounds, List<Notice> notices) {
        checkConfounds(confounds);
        Matrix regressors = confounds.selectRows(window);
        if (options.filter() == TemporalFilter.COSINE) {
            regressors = DriftTerms.append(options, name, rows, window, confounds, notices);
        }
        if (regressors.columns() == 0) {
            return null;
        }
        if (regressors.columns() >= kept.length) {
            throw new EngramException(
                    name + regressors.columns() + " confounds (drift terms included) leave nothing"
                            + " of " + kept.length + " kept volumes: use fewer confounds than volumes");
        }
        // A constant confound, or one that is all trend, must not come back as scaled-up rounding noise.
        double[] magnitude = new double[regressors.columns()];
        boolean[] constant = Scaling.constantColumns(regressors, kept, magnitude);
        fill(regressors);
        Matrix steady = filteredWithoutGaps(regressors);
        if (options.standardiseConfounds()) {
            Scaling.zScore(steady, magnitude, constant);
        } else {
            Scaling.divideByLargest(steady);
        }
        return ConfoundProjection.of(steady);
    }

    private void checkConfounds(Matrix confounds) {
        for (int place : kept) {
            for (int c = 0; c < confounds.columns(); c++) {
                double value = confounds.get(window[place], c);
                if (!Double.isFinite(value)) {
                    throw new EngramException("confound " + c + " is " + value + " at volume " + window[place]
                            + ": replace it (by 0 for a derivative's first volume), or censor the volume");
                }
            }
        }
    }

    /** Rows of the series that come out, ascending. */
    int[] keptRows() {
        int[] rows = new int[kept.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = window[kept[i]];
        }
        return rows;
    }

    /** Fails at the first value that is not finite at a kept volume. */
    void requireFinite(Matrix x) {
        double[] data = x.data();
        int[] rows = keptRows();
        options.parallelism().forEach(rows.length, i -> {
            int from = rows[i] * x.columns();
            // A difference with itself is 0 or NaN; four sums keep the additions from waiting for each other.
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            int column = 0;
            for (; column + 3 < x.columns(); column += 4) {
                a += data[from + column] - data[from + column];
                b += data[from + column + 1] - data[from + column + 1];
                c += data[from + column + 2] - data[from + column + 2];
                d += data[from + column + 3] - data[from + column + 3];
            }
            for (; column < x.columns(); column++) {
                a += data[from + column] - data[from + column];
            }
            if (Double.isNaN(a + b + c + d)) {
                throw notFinite(x, rows);
            }
        });
    }

    private static EngramException notFinite(Matrix x, int[] rows) {
        int count = 0;
        String first = "";
        for (int row : rows) {
            for (int column = 0; column < x.columns(); column++) {
                double value = x.get(row, column);
                if (!Double.isFinite(value)) {
                    first = count == 0 ? value + " at volume " + row + ", voxel " + column : first;
                    count++;
                }
            }
        }
        return new EngramException(
                "the series holds " + count + " values that are not finite, the first " + first
                        + ": leave such voxels out of the mask, or censor the volumes");
    }

    /** Cleans every voxel of this run, from {@code x} to the rows of {@code out} that stand for its kept volumes. */
    void clean(Matrix x, Matrix out, int[] outputRow, List<Notice> notices) {
        AtomicInteger constant = new AtomicInteger();
        AtomicInteger explained = new AtomicInteger();
        AtomicInteger withoutMean = new AtomicInteger();
        Queue<Matrix> buffers = new ConcurrentLinkedQueue<>();
        int blockWidth = ColumnBlocks.width(window.length);
        options.parallelism().forBlocks(x.columns(), blockWidth, (start, end) -> {
            int width = end - start;
            // Large arrays are dear to allocate: each thread goes on with the one it has.
            Matrix used = width == blockWidth ? buffers.poll() : null;
            Matrix block = used == null ? Matrix.zeros(window.length, width) : used;
            for (int i = 0; i < window.length; i++) {
                System.arraycopy(x.data(), window[i] * x.columns() + start, block.data(), i * width, width);
            }
            BlockTally tally = new BlockTally();
            Matrix cleaned = cleanBlock(block, tally);
            constant.addAndGet(tally.constant);
            explained.addAndGet(tally.explained);
            withoutMean.addAndGet(tally.withoutMean);
            for (int i = 0; i < kept.length; i++) {
                int row = outputRow[window[kept[i]]];
                System.arraycopy(cleaned.data(), i * width, out.data(), row * x.columns() + start, width);
            }
            if (width == blockWidth) {
                buffers.add(block);
            }
        });
        report(notices, constant.get(), "constant-voxels",
                " voxels are constant over the kept volumes and set to 0");
        report(notices, explained.get(), "voxels-fully-explained",
                " voxels are explained by trend, filter and confounds down to rounding, and set to 0");
        report(notices, withoutMean.get(), "voxels-without-mean",
                " voxels have a mean of 0, so per cent of it is undefined; they are set to 0");
    }

    private void report(List<Notice> notices, int count, String code, String text) {
        if (count > 0) {
            notices.add(new Notice(code, name + count + text));
        }
    }

    private Matrix cleanBlock(Matrix block, BlockTally tally) {
        double[] magnitude = new double[block.columns()];
        boolean[] constant = Scaling.constantColumns(block, kept, magnitude);
        fill(block);
        boolean percent = options.standardisation() == Standardisation.PERCENT_CHANGE;
        double[] before = percent ? Scaling.means(block) : null;
        Matrix cleaned = filteredWithoutGaps(block);
        if (projection != null) {
            projection.removeFrom(cleaned);
        }
        if (percent && kept.length > 1) {
            tally.withoutMean = Scaling.percentChange(cleaned, losesMean() ? before : null, constant);
        } else if (options.standardisation() == Standardisation.Z_SCORE && kept.length > 1) {
            tally.explained = Scaling.zScore(cleaned, magnitude, constant);
        }
        if (options.standardisation() != Standardisation.NONE && kept.length > 1) {
            tally.constant = Scaling.zeroColumns(cleaned, constant);
        }
        return cleaned;
    }

    private boolean losesMean() {
        return options.detrend() && window.length > 1
                || filter != null && !Double.isNaN(options.highPassHz());
    }

    private void fill(Matrix block) {
        if (spline == null) {
            return;
        }
        Matrix filled = spline.interpolate(block.selectRows(kept));
        int width = block.columns();
        for (int i = 0; i < missing.length; i++) {
            System.arraycopy(filled.data(), i * width, block.data(), missing[i] * width, width);
        }
    }

    private Matrix filteredWithoutGaps(Matrix block) {
        if (options.detrend()) {
            Trends.removeLineInPlace(block);
        }
        if (filter != null) {
            filter.filterInPlace(block);
        }
        return kept.length == window.length ? block : block.selectRows(kept);
    }

    private static double[] asDoubles(int[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** Counts of one block. */
    private static final class BlockTally {
        private int constant;
        private int explained;
        private int withoutMean;
    }
}
