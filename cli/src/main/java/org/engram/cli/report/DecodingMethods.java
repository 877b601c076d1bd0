package org.engram.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What was done, as phrases that become the methods paragraph of a paper. Each phrase is in lower case, without a full
 * stop, and continues the sentence named at its method; what is not given is left out.
 */
public final class DecodingMethods {
    private final Builder given;

    private DecodingMethods(Builder given) {
        this.given = given;
    }

    /**
     * @param samples samples (rows) used
     * @param features features (voxels, channels) before any selection
     * @param classes number of classes
     * @param estimator "a linear support vector machine (squared hinge loss, C = 1)"
     * @return a builder
     */
    public static Builder builder(int samples, int features, int classes, String estimator) {
        return new Builder(samples, features, classes, estimator);
    }

    /** @return the number of samples */
    public int samples() {
        return given.samples;
    }

    /** @return the number of features before selection */
    public int features() {
        return given.features;
    }

    /** @return whole sentences in paragraphs, ready for a paper */
    public List<String> paragraphs() {
        List<String> first = new ArrayList<>();
        first.add("The labels of " + Numbers.count(given.samples) + " samples in " + given.classes
                + " classes were decoded from " + Numbers.count(given.features) + " features"
                + (given.featureSource.isEmpty() ? "" : " (" + given.featureSource + ")") + " with "
                + given.estimator
                + ".");
        sentence(first, "Before decoding, ", given.preparation);
        sentence(first, "Within each fold, features were ", given.standardisation);
        sentence(first, "Within each fold, decoding used ", given.selection);
        List<String> second = new ArrayList<>();
        sentence(second, "Performance was estimated by ", given.crossValidation);
        sentence(second, "Hyper-parameters were ", given.tuning);
        sentence(second, "The confidence interval was computed by ", given.interval);
        sentence(second, "Significance was assessed by ", given.permutation);
        sentence(second, "Maps show ", given.maps);
        sentence(second, "All computations were done with ", given.software);
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(String.join(" ", first));
        if (!second.isEmpty()) {
            paragraphs.add(String.join(" ", second));
        }
        return paragraphs;
    }

    private static void sentence(List<String> sentences, String beginning, String phrase) {
        if (!phrase.isEmpty()) {
            sentences.add(beginning + phrase + ".");
        }
    }

    /** Collects the phrases; each defaults to nothing. */
    public static final class Builder {
        private final int samples;
        private final int features;
        private final int classes;
        private final String estimator;
        private String featureSource = "";
        private String preparation = "";
        private String standardisation = "";
        private String selection = "";
        private String crossValidation = "";
        private String tuning = "";
        private String interval = "";
        private String permutation = "";
        private String maps = "";
        private String software = "";

        private Builder(int samples, int features, int classes, String estimator) {
            this.samples = samples;
            this.features = features;
            this.classes = classes;
            this.estimator = Objects.requireNonNull(estimator, "estimator");
        }

        /**
         * @param phrase where the features come from: "voxels of the ventral temporal mask"
         * @return this
         */
        public Builder featureSource(String phrase) {
            featureSource = phrase;
            return this;
        }

        /**
         * @param phrase "Before decoding, ...": "time series were detrended linearly in each run"
         * @return this
         */
        public Builder preparation(String phrase) {
            preparation = phrase;
            return this;
        }

        /**
         * @param phrase "Within each fold, features were ...": "centred and scaled with the mean and standard deviation
         *     of the training samples"
         * @return this
         */
        public Builder standardisation(String phrase) {
            standardisation = phrase;
            return this;
        }

        /**
         * @param phrase "Within each fold, decoding used ...": "the 500 features with the largest F values among the
         *     training samples"
         * @return this
         */
        public Builder selection(String phrase) {
            selection = phrase;
            return this;
        }

        /**
         * @param phrase "Performance was estimated by ...": "leave-one-run-out cross-validation (12 folds)"
         * @return this
         */
        public Builder crossValidation(String phrase) {
            crossValidation = phrase;
            return this;
        }

        /**
         * @param phrase "Hyper-parameters were ...": "chosen within the training samples of each fold (nested ...)"
         * @return this
         */
        public Builder tuning(String phrase) {
            tuning = phrase;
            return this;
        }

        /**
         * @param phrase "The confidence interval was computed by ...": "the bootstrap over runs"
         * @return this
         */
        public Builder interval(String phrase) {
            interval = phrase;
            return this;
        }

        /**
         * @param phrase "Significance was assessed by ...": "permuting the labels within runs 1000 times"
         * @return this
         */
        public Builder permutation(String phrase) {
            permutation = phrase;
            return this;
        }

        /**
         * @param phrase "Maps show ...": "activation patterns obtained from the weights (Haufe et al., 2014)"
         * @return this
         */
        public Builder maps(String phrase) {
            maps = phrase;
            return this;
        }

        /**
         * @param phrase "All computations were done with ...": "Engram 0.1.0"
         * @return this
         */
        public Builder software(String phrase) {
            software = phrase;
            return this;
        }

        /** @return the methods */
        public DecodingMethods build() {
            return new DecodingMethods(this);
        }
    }
}
