package org.engram.preprocessing.fmri.cleaning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.ShapeException;

/**
 * Cleans fMRI series in one fixed order. Immutable and thread-safe.
 *
 * <p>With a Butterworth filter: interpolate censored volumes (series and confounds), detrend both, filter both, drop
 * the censored volumes, regress the confounds out, standardise. With cosines, or without a filter: make the cosines for
 * the whole run, drop the censored volumes, detrend series, confounds and cosines, regress confounds and cosines out,
 * standardise. Filtering the confounds too is what keeps their regression from putting removed frequencies back.
 *
 * <p>Values at censored volumes have no influence on the result whatever; they may be NaN. Any other value that is not
 * finite is an error.
 *
 * <p>Work is done on a few hundred voxels at a time, so {@link #cleanInPlace} needs next to no memory beside the series
 * itself. Results do not depend on the number of threads.
 *
 * <h2>References</h2> M. A. Lindquist and others, Human Brain Mapping 40, 2019 (why confounds and filter must agree);
 * J. D. Power and others, NeuroImage 84, 2014 (censoring and interpolation). Steps and defaults are those of nilearn's
 * {@code signal.clean}, with these departures: the repetition time must be given; every censored volume is
 * interpolated, also when the volume mirrored about the middle of the run is censored too; linearly dependent confounds
 * and voxels that are constant or wholly explained are recognised relative to their size, so that no rounding noise is
 * scaled up or regressed out.
 */
public final class SignalCleaner {
    private final boolean detrend;
    private final Standardisation standardisation;
    private final boolean standardiseConfounds;
    private final TemporalFilter filter;
    private final double highPassHz;
    private final double lowPassHz;
    private final int butterworthOrder;
    private final double repetitionTimeSeconds;
    private final boolean extrapolate;
    private final Parallelism parallelism;

    private SignalCleaner(Builder builder) {
        detrend = builder.detrend;
        standardisation = builder.standardisation;
        standardiseConfounds = builder.standardiseConfounds;
        filter = builder.filter;
        highPassHz = builder.highPassHz;
        lowPassHz = builder.lowPassHz;
        butterworthOrder = builder.butterworthOrder;
        repetitionTimeSeconds = builder.repetitionTimeSeconds;
        extrapolate = builder.extrapolate;
        parallelism = builder.parallelism;
    }

    /** @return a builder with the defaults: detrend, z-score, standardise confounds, no filter */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Cleans one run without confounds.
     *
     * @param x volumes x voxels; not changed
     * @return the cleaned series
     */
    public CleanedSignals clean(Matrix x) {
        return clean(x, Matrix.zeros(x.rows(), 0), SampleMask.all(x.rows()));
    }

    /**
     * Cleans one run.
     *
     * @param x volumes x voxels, finite at kept volumes; not changed
     * @param confounds volumes x confounds, finite at kept volumes, fewer than the kept volumes; not changed
     * @param mask which volumes to keep
     * @return the cleaned series, kept volumes x voxels
     */
    public CleanedSignals clean(Matrix x, Matrix confounds, SampleMask mask) {
        return run(x, new int[x.rows()], confounds, mask, false);
    }

    /**
     * As {@link #clean(Matrix, Matrix, SampleMask)}, writing the result over the input when no volume is dropped. With
     * dropped volumes the result is shorter and stands in an array of its own; the input is then left alone.
     *
     * @param x volumes x voxels; overwritten
     * @param confounds volumes x confounds; not changed
     * @param mask which volumes to keep
     * @return the cleaned series, backed by {@code x} when no volume was dropped
     */
    public CleanedSignals cleanInPlace(Matrix x, Matrix confounds, SampleMask mask) {
        return run(x, new int[x.rows()], confounds, mask, true);
    }

    /**
     * Cleans several runs, each by itself.
     *
     * @param x volumes x voxels of all runs; not changed
     * @param runs the run of each volume, any numbers; the volumes of a run need not stand together, but are in order
     * @param confounds volumes x confounds
     * @param mask which volumes to keep
     * @return the cleaned series, volumes in the order of the input
     */
    public CleanedSignals cleanRuns(Matrix x, int[] runs, Matrix confounds, SampleMask mask) {
        return run(x, runs, confounds, mask, false);
    }

    /**
     * As {@link #cleanRuns}, writing over the input when no volume is dropped.
     *
     * @param x volumes x voxels of all runs; overwritten
     * @param runs the run of each volume
     * @param confounds volumes x confounds; not changed
     * @param mask which volumes to keep
     * @return the cleaned series, backed by {@code x} when no volume was dropped
     */
    public CleanedSignals cleanRunsInPlace(Matrix x, int[] runs, Matrix confounds, SampleMask mask) {
        return run(x, runs, confounds, mask, true);
    }

    private CleanedSignals run(Matrix x, int[] runs, Matrix confounds, SampleMask mask, boolean inPlace) {
        if (confounds.rows() != x.rows() || mask.volumes() != x.rows() || runs.length != x.rows()) {
            throw new ShapeException("the series has " + x.rows() + " volumes, the confounds "
                    + confounds.rows()
                    + " rows, the sample mask " + mask.volumes() + " entries and the run list " + runs.length
                    + ": all four must be equal; cut them to the same volumes first");
        }
        List<Notice> notices = new ArrayList<>();
        Map<Integer, int[]> rowsOfRun = rowsOfRun(runs);
        List<RunPlan> plans = new ArrayList<>();
        boolean[] kept = new boolean[x.rows()];
        for (Map.Entry<Integer, int[]> run : rowsOfRun.entrySet()) {
            String name = rowsOfRun.size() == 1 ? "" : "run " + run.getKey() + ": ";
            requireRepetitionTime();
            RunPlan plan = new RunPlan(this, name, run.getValue(), confounds, mask, notices);
            plans.add(plan);
            for (int row : plan.keptRows()) {
                kept[row] = true;
            }
        }
        int[] outputRow = new int[x.rows()];
        int[] keptVolumes = new int[x.rows()];
        int count = 0;
        for (int t = 0; t < x.rows(); t++) {
            outputRow[t] = count;
            if (kept[t]) {
                keptVolumes[count++] = t;
            }
        }
        for (RunPlan plan : plans) {
            plan.requireFinite(x);
        }
        Matrix out = inPlace && count == x.rows() ? x : Matrix.zeros(count, x.columns());
        for (RunPlan plan : plans) {
            plan.clean(x, out, outputRow, notices);
        }
        return new CleanedSignals(out, Arrays.copyOf(keptVolumes, count), notices);
    }

    private static Map<Integer, int[]> rowsOfRun(int[] runs) {
        Map<Integer, int[]> rows = new LinkedHashMap<>();
        for (int run : runs) {
            rows.merge(run, new int[1], (old, one) -> new int[old.length + 1]);
        }
        Map<Integer, Integer> filled = new LinkedHashMap<>();
        for (int t = 0; t < runs.length; t++) {
            rows.get(runs[t])[filled.merge(runs[t], 1, Integer::sum) - 1] = t;
        }
        return rows;
    }

    private void requireRepetitionTime() {
        boolean filters = !Double.isNaN(highPassHz) || !Double.isNaN(lowPassHz);
        if (filters && Double.isNaN(repetitionTimeSeconds)) {
            throw new EngramException(
                    "filtering needs the repetition time, and none was given: set it in seconds"
                            + " (see RepetitionTime in the sidecar, or pixdim[4] of the header)");
        }
    }

    /** @return a builder that starts from these options */
    public Builder toBuilder() {
        Builder copy = new Builder();
        copy.detrend = detrend;
        copy.standardisation = standardisation;
        copy.standardiseConfounds = standardiseConfounds;
        copy.filter = filter;
        copy.highPassHz = highPassHz;
        copy.lowPassHz = lowPassHz;
        copy.butterworthOrder = butterworthOrder;
        copy.repetitionTimeSeconds = repetitionTimeSeconds;
        copy.extrapolate = extrapolate;
        copy.parallelism = parallelism;
        return copy;
    }

    /** @return whether mean and linear trend are removed */
    public boolean detrend() {
        return detrend;
    }

    /** @return the final scale */
    public Standardisation standardisation() {
        return standardisation;
    }

    /** @return whether confounds are brought to zero mean and unit deviation before regression */
    public boolean standardiseConfounds() {
        return standardiseConfounds;
    }

    /** @return the kind of filter; it does nothing without a cut-off */
    public TemporalFilter filter() {
        return filter;
    }

    /** @return the slowest frequency kept in Hz, or NaN for none */
    public double highPassHz() {
        return highPassHz;
    }

    /** @return the fastest frequency kept in Hz, or NaN for none */
    public double lowPassHz() {
        return lowPassHz;
    }

    /** @return order of the Butterworth prototype */
    public int butterworthOrder() {
        return butterworthOrder;
    }

    /** @return time between volumes in seconds, or NaN when none was given */
    public double repetitionTimeSeconds() {
        return repetitionTimeSeconds;
    }

    /** @return whether censored volumes at the ends take part in filtering */
    public boolean extrapolate() {
        return extrapolate;
    }

    /** @return threads used */
    public Parallelism parallelism() {
        return parallelism;
    }

    @Override
    public String toString() {
        return "SignalCleaner[detrend=" + detrend + ", standardisation=" + standardisation
                + ", standardiseConfounds=" + standardiseConfounds + ", filter=" + filter + ", highPassHz="
                + highPassHz + ", lowPassHz=" + lowPassHz + ", butterworthOrder=" + butterworthOrder
                + ", repetitionTimeSeconds=" + repetitionTimeSeconds + ", extrapolate=" + extrapolate + "]";
    }

    /** Collects options; every one has a default. */
    public static final class Builder {
        private boolean detrend = true;
        private Standardisation standardisation = Standardisation.Z_SCORE;
        private boolean standardiseConfounds = true;
        private TemporalFilter filter = TemporalFilter.BUTTERWORTH;
        private double highPassHz = Double.NaN;
        private double lowPassHz = Double.NaN;
        private int butterworthOrder = 5;
        private double repetitionTimeSeconds = Double.NaN;
        private boolean extrapolate;
        private Parallelism parallelism = Parallelism.available();

        private Builder() {}

        /**
         * @param remove whether to remove mean and linear trend; default true. Time is counted in volumes: where no
         *     interpolation takes place, in kept volumes
         * @return this
         */
        public Builder detrend(boolean remove) {
            detrend = remove;
            return this;
        }

        /**
         * @param scale the final scale; default {@link Standardisation#Z_SCORE}
         * @return this
         */
        public Builder standardisation(Standardisation scale) {
            standardisation = scale;
            return this;
        }

        /**
         * @param standardise whether confounds get zero mean and unit deviation; default true. If not, each is divided
         *     by its largest absolute value, and its mean is regressed out with it
         * @return this
         */
        public Builder standardiseConfounds(boolean standardise) {
            standardiseConfounds = standardise;
            return this;
        }

        /**
         * @param kind default {@link TemporalFilter#BUTTERWORTH}
         * @return this
         */
        public Builder filter(TemporalFilter kind) {
            filter = kind;
            return this;
        }

        /**
         * @param hertz the slowest frequency to keep, above 0; default none
         * @return this
         */
        public Builder highPassHz(double hertz) {
            highPassHz = positive("high-pass cut-off", hertz);
            return this;
        }

        /**
         * @param hertz the fastest frequency to keep, above 0; default none
         * @return this
         */
        public Builder lowPassHz(double hertz) {
            lowPassHz = positive("low-pass cut-off", hertz);
            return this;
        }

        /**
         * @param lowHz the slowest frequency to keep, above 0
         * @param highHz the fastest
         * @return this
         */
        public Builder bandPassHz(double lowHz, double highHz) {
            return highPassHz(lowHz).lowPassHz(highHz);
        }

        /**
         * @param order 1 to 24; default 5
         * @return this
         */
        public Builder butterworthOrder(int order) {
            if (order < 1 || order > 24) {
                throw new IllegalArgumentException("Butterworth order is " + order + ": give 1 to 24");
            }
            butterworthOrder = order;
            return this;
        }

        /**
         * @param seconds time between volumes; no default, and needed for any filter
         * @return this
         */
        public Builder repetitionTimeSeconds(double seconds) {
            repetitionTimeSeconds = positive("repetition time", seconds);
            return this;
        }

        /**
         * @param continueSpline whether censored volumes before the first and after the last kept one are filled by
         *     the continued spline for the filter; by default (false) they are left out of it
         * @return this
         */
        public Builder extrapolate(boolean continueSpline) {
            extrapolate = continueSpline;
            return this;
        }

        /**
         * @param threads default: as many as the machine has processors
         * @return this
         */
        public Builder parallelism(Parallelism threads) {
            parallelism = threads;
            return this;
        }

        private static double positive(String what, double value) {
            if (!(value > 0) || Double.isInfinite(value)) {
                throw new IllegalArgumentException(what + " is " + value + ": it must be above 0");
            }
            return value;
        }

        /**
         * @return the cleaner
         * @throws EngramException when the high-pass is not below the low-pass, or cosines are asked for what they cannot
         *     do. That a filter knows the repetition time is checked when it is used
         */
        public SignalCleaner build() {
            boolean high = !Double.isNaN(highPassHz);
            boolean low = !Double.isNaN(lowPassHz);
            if (high && low && highPassHz >= lowPassHz) {
                throw new EngramException(
                        "high-pass cut-off " + highPassHz + " Hz is not below the low-pass cut-off "
                                + lowPassHz + " Hz: nothing would be left; exchange them");
            }
            if (filter == TemporalFilter.COSINE && (low || !high)) {
                throw new EngramException(
                        "cosine drift removes slow frequencies only: give a high-pass cut-off and no"
                                + " low-pass, or choose the Butterworth filter");
            }
            return new SignalCleaner(this);
        }
    }
}
