package org.engram.preprocessing.fmri.confounds;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.engram.core.EngramException;
import org.engram.io.table.ClosestName;

/**
 * Which fMRIPrep confounds are regressed out, and which volumes are left out. The defaults of {@link #builder()} are
 * {@link #simplePreset()}. Volumes that fMRIPrep marks as not in steady state are always left out.
 *
 * @param highPass the discrete cosine regressors (drifts slower than 128 s); default true
 * @param motion the six motion parameters; default {@link Expansion#FULL}
 * @param whiteMatterCsf the mean signals of white matter and cerebrospinal fluid; default {@link Expansion#BASIC}
 * @param globalSignal the mean signal of the brain; default {@link Expansion#NONE}
 * @param compcor principal components of noise regions; default {@link CompCor#NONE}; needs {@code highPass}, because
 *     fMRIPrep computes them after high-pass filtering
 * @param compcorComponents how many components of each mask at most; default empty, which means all in the file
 * @param icaAroma ICA-AROMA's motion components; default {@link IcaAroma#NONE}
 * @param scrubbing whether volumes with motion are left out; default false
 * @param shortestKeptRun with scrubbing, runs of volumes between outliers that are shorter than this are left out too;
 *     0 leaves them in; default 5
 * @param framewiseDisplacementThresholdMillimetres with scrubbing, a volume above it is an outlier; default 0.5
 * @param standardizedDvarsThreshold with scrubbing, a volume above it is an outlier; default 1.5
 * @param demean whether the mean over the kept volumes is subtracted from each regressor; default true
 */
public record ConfoundStrategy(boolean highPass, Expansion motion, Expansion whiteMatterCsf,
        Expansion globalSignal,
        CompCor compcor, OptionalInt compcorComponents, IcaAroma icaAroma, boolean scrubbing,
        int shortestKeptRun,
        double framewiseDisplacementThresholdMillimetres, double standardizedDvarsThreshold, boolean demean) {

    private static final Map<String, Supplier<ConfoundStrategy>> PRESETS = new TreeMap<>(
            Map.of("simple", ConfoundStrategy::simplePreset, "scrubbing", ConfoundStrategy::scrubbingPreset,
                    "compcor",
                    ConfoundStrategy::compcorPreset, "ica_aroma", ConfoundStrategy::icaAromaPreset));

    /** Checks the ranges, and that CompCor comes with the high-pass regressors. */
    public ConfoundStrategy {
        Objects.requireNonNull(motion, "motion");
        Objects.requireNonNull(whiteMatterCsf, "whiteMatterCsf");
        Objects.requireNonNull(globalSignal, "globalSignal");
        Objects.requireNonNull(compcor, "compcor");
        Objects.requireNonNull(icaAroma, "icaAroma");
        if (compcor != CompCor.NONE && !highPass) {
            throw new IllegalArgumentException(
                    "compcor needs highPass: fMRIPrep computes the components after high-pass"
                            + " filtering, so the cosine regressors must go with them");
        }
        if (compcorComponents.isPresent() && compcorComponents.getAsInt() < 1) {
            throw new IllegalArgumentException("compcorComponents is " + compcorComponents.getAsInt()
                    + ": give 1 or more, or leave it out for all");
        }
        if (shortestKeptRun < 0 || !(framewiseDisplacementThresholdMillimetres > 0)
                || !(standardizedDvarsThreshold > 0)) {
            throw new IllegalArgumentException("shortestKeptRun is " + shortestKeptRun
                    + ", framewiseDisplacementThresholdMillimetres "
                    + framewiseDisplacementThresholdMillimetres
                    + ", standardizedDvarsThreshold " + standardizedDvarsThreshold
                    + ": the first must be 0 or more, the thresholds above 0");
        }
    }

    /** @return high-pass, 24 motion regressors, white matter and cerebrospinal fluid */
    public static ConfoundStrategy simplePreset() {
        return builder().build();
    }

    /** @return {@link #simplePreset()} with derivatives and squares of white matter and cerebrospinal fluid, and scrubbing */
    public static ConfoundStrategy scrubbingPreset() {
        return builder().whiteMatterCsf(Expansion.FULL).scrubbing(true).build();
    }

    /** @return high-pass, 24 motion regressors, all components of {@link CompCor#ANAT_COMBINED} */
    public static ConfoundStrategy compcorPreset() {
        return builder().whiteMatterCsf(Expansion.NONE).compcor(CompCor.ANAT_COMBINED).build();
    }

    /** @return high-pass, white matter and cerebrospinal fluid, for the image that ICA-AROMA has cleaned */
    public static ConfoundStrategy icaAromaPreset() {
        return builder().motion(Expansion.NONE).icaAroma(IcaAroma.FULL).build();
    }

    /**
     * @param name {@code simple}, {@code scrubbing}, {@code compcor} or {@code ica_aroma}
     * @return that preset
     */
    public static ConfoundStrategy named(String name) {
        Supplier<ConfoundStrategy> preset = PRESETS.get(name);
        if (preset == null) {
            throw new EngramException(
                    "no confound strategy \"" + name + "\"; " + ClosestName.hint(name, PRESETS.keySet()));
        }
        return preset.get();
    }

    /** @return a builder with the defaults */
    public static Builder builder() {
        return new Builder();
    }

    /** @return a builder that starts from this strategy */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.highPass = highPass;
        builder.motion = motion;
        builder.whiteMatterCsf = whiteMatterCsf;
        builder.globalSignal = globalSignal;
        builder.compcor = compcor;
        builder.compcorComponents = compcorComponents;
        builder.icaAroma = icaAroma;
        builder.scrubbing = scrubbing;
        builder.shortestKeptRun = shortestKeptRun;
        builder.framewiseDisplacementThresholdMillimetres = framewiseDisplacementThresholdMillimetres;
        builder.standardizedDvarsThreshold = standardizedDvarsThreshold;
        builder.demean = demean;
        return builder;
    }

    /** Collects the parts of a strategy; what each means and its default stand at {@link ConfoundStrategy}. */
    public static final class Builder {
        private boolean highPass = true;
        private Expansion motion = Expansion.FULL;
        private Expansion whiteMatterCsf = Expansion.BASIC;
        private Expansion globalSignal = Expansion.NONE;
        private CompCor compcor = CompCor.NONE;
        private OptionalInt compcorComponents = OptionalInt.empty();
        private IcaAroma icaAroma = IcaAroma.NONE;
        private boolean scrubbing;
        private int shortestKeptRun = 5;
        private double framewiseDisplacementThresholdMillimetres = 0.5;
        private double standardizedDvarsThreshold = 1.5;
        private boolean demean = true;

        private Builder() {}

        /**
         * @param on whether to take the cosine regressors
         * @return this
         */
        public Builder highPass(boolean on) {
            highPass = on;
            return this;
        }

        /**
         * @param expansion how the motion parameters are taken
         * @return this
         */
        public Builder motion(Expansion expansion) {
            motion = expansion;
            return this;
        }

        /**
         * @param expansion how white matter and cerebrospinal fluid are taken
         * @return this
         */
        public Builder whiteMatterCsf(Expansion expansion) {
            whiteMatterCsf = expansion;
            return this;
        }

        /**
         * @param expansion how the global signal is taken
         * @return this
         */
        public Builder globalSignal(Expansion expansion) {
            globalSignal = expansion;
            return this;
        }

        /**
         * @param components which components to take
         * @return this
         */
        public Builder compcor(CompCor components) {
            compcor = components;
            return this;
        }

        /**
         * @param count how many components of each mask at most, 1 or more
         * @return this
         */
        public Builder compcorComponents(int count) {
            compcorComponents = OptionalInt.of(count);
            return this;
        }

        /** @return this, with all components */
        public Builder allCompcorComponents() {
            compcorComponents = OptionalInt.empty();
            return this;
        }

        /**
         * @param how how ICA-AROMA's components are removed
         * @return this
         */
        public Builder icaAroma(IcaAroma how) {
            icaAroma = how;
            return this;
        }

        /**
         * @param on whether to leave out volumes with motion
         * @return this
         */
        public Builder scrubbing(boolean on) {
            scrubbing = on;
            return this;
        }

        /**
         * @param volumes the shortest run of volumes to keep, 0 or more
         * @return this
         */
        public Builder shortestKeptRun(int volumes) {
            shortestKeptRun = volumes;
            return this;
        }

        /**
         * @param millimetres the threshold, above 0
         * @return this
         */
        public Builder framewiseDisplacementThresholdMillimetres(double millimetres) {
            framewiseDisplacementThresholdMillimetres = millimetres;
            return this;
        }

        /**
         * @param threshold the threshold, above 0
         * @return this
         */
        public Builder standardizedDvarsThreshold(double threshold) {
            standardizedDvarsThreshold = threshold;
            return this;
        }

        /**
         * @param on whether to subtract means
         * @return this
         */
        public Builder demean(boolean on) {
            demean = on;
            return this;
        }

        /** @return the strategy, checked */
        public ConfoundStrategy build() {
            return new ConfoundStrategy(highPass, motion, whiteMatterCsf, globalSignal, compcor,
                    compcorComponents,
                    icaAroma, scrubbing, shortestKeptRun, framewiseDisplacementThresholdMillimetres,
                    standardizedDvarsThreshold, demean);
        }
    }
}
