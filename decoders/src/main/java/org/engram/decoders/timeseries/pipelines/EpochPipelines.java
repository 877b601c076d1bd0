package org.engram.decoders.timeseries.pipelines;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.engram.compute.estimation.Classifier;
import org.engram.core.EngramException;
import org.engram.decoders.classical.LinearDiscriminant;
import org.engram.decoders.classical.LinearSvm;
import org.engram.decoders.classical.LogisticRegression;
import org.engram.decoders.classical.Shrinkage;
import org.engram.decoders.classical.StandardizedClassifier;
import org.engram.decoders.timeseries.TrialShape;
import org.engram.decoders.timeseries.covariance.CovarianceEstimator;
import org.engram.decoders.timeseries.riemann.Alignment;
import org.engram.decoders.timeseries.riemann.FisherMinimumDistance;
import org.engram.decoders.timeseries.riemann.MinimumDistanceToMean;
import org.engram.decoders.timeseries.riemann.TangentSpaceClassifier;
import org.engram.decoders.timeseries.spatialfilters.Xdawn;
import org.engram.decoders.timeseries.ssvep.CanonicalCorrelation;
import org.engram.decoders.timeseries.ssvep.MultisetCanonicalCorrelation;
import org.engram.decoders.timeseries.ssvep.SteadyState;
import org.engram.decoders.timeseries.ssvep.TaskRelatedComponents;

/**
 * Pipelines by the names people type. {@code ea+} in front of a name aligns groups by their Euclidean, {@code ra+} by
 * their Riemannian mean covariance first.
 */
public final class EpochPipelines {
    private static final Map<String, String> DESCRIPTIONS = descriptions();
    private static final int GRID_FOLDS = 3;
    private static final int[] ORDERS = {1, 2, 3, 4};
    private static final int[] LAGS = {1, 2, 4, 8};

    private EpochPipelines() {}

    private static Map<String, String> descriptions() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("csp+lda", "log power of common spatial patterns, discriminant analysis");
        all.put("mdm", "minimum distance to the Riemannian mean of each class");
        all.put("fgmdm", "the same after a Fisher geodesic filter");
        all.put("ts+lr", "tangent space, logistic regression");
        all.put("ts+svm", "tangent space, linear support vector machine");
        all.put("ts+lda", "tangent space, shrinkage discriminant analysis");
        all.put("ts+el", "tangent space, logistic regression with an elastic net");
        all.put("acm+ts+svm",
                "augmented covariance (order and lag by inner folds), tangent space, support vector machine");
        all.put("xdawn+lda", "xDAWN time courses, shrinkage discriminant analysis");
        all.put("xdawncov+mdm", "covariance with class prototypes after xDAWN, minimum distance to mean");
        all.put("xdawncov+ts+lr",
                "covariance with class prototypes after xDAWN, tangent space, logistic regression");
        all.put("erpcov+mdm", "covariance with class prototypes, minimum distance to mean");
        all.put("erpcov+ts+lr", "covariance with class prototypes, tangent space, logistic regression");
        all.put("logvar+lda", "log variance of channels, shrinkage discriminant analysis");
        all.put("lda", "samples, shrinkage discriminant analysis");
        all.put("svm", "standardised samples, linear support vector machine");
        all.put("lr", "standardised samples, logistic regression");
        all.put("cca", "canonical correlation with stimulus frequencies (SSVEP)");
        all.put("trca", "task-related component analysis, ensemble with filter bank (SSVEP)");
        all.put("msetcca", "multiset canonical correlation (SSVEP)");
        return java.util.Collections.unmodifiableMap(all);
    }

    /** @return the names without prefix, most used first */
    public static List<String> names() {
        return List.copyOf(DESCRIPTIONS.keySet());
    }

    /**
     * @param name one of {@link #names()}
     * @return what it does, in a line
     */
    public static String describe(String name) {
        return DESCRIPTIONS.get(base(name));
    }

    private static String base(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        String base = wanted.startsWith("ea+") || wanted.startsWith("ra+") ? wanted.substring(3) : wanted;
        if (!DESCRIPTIONS.containsKey(base)) {
            throw new EngramException("there is no pipeline '" + name + "': choose one of "
                    + String.join(", ", names()) + ", with ea+ or ra+ in front to align subjects first");
        }
        return base;
    }

    /**
     * @param name one of {@link #names()}, in any case, maybe after {@code ea+} or {@code ra+}
     * @return that pipeline with its defaults; an unknown name fails with the list of those there are
     */
    public static EpochPipeline named(String name) {
        return named(name, PipelineOptions.DEFAULT);
    }

    /**
     * @param name as in {@link #named(String)}
     * @param options what to change
     * @return that pipeline
     */
    public static EpochPipeline named(String name, PipelineOptions options) {
        String base = base(name);
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        Alignment alignment = Alignment.NONE;
        String first = "";
        if (!wanted.equals(base)) {
            alignment = wanted.startsWith("ea+") ? Alignment.EUCLIDEAN : Alignment.RIEMANNIAN;
            first = alignment == Alignment.EUCLIDEAN ? "Euclidean alignment, " : "Riemannian recentering, ";
        }
        EpochPipeline.Step step = step(base, options);
        EpochPipeline.Learner learner = learner(base, options);
        boolean samples = step.of(1) instanceof TrialFeatures.LogVariance
                || List.of("lda", "svm", "lr", "cca")
                        .contains(base) && alignment == Alignment.NONE;
        return new EpochPipeline(wanted, first + DESCRIPTIONS.get(base) + covariance(step, options),
                alignment, step,
                learner, !samples);
    }

    private static String covariance(EpochPipeline.Step step, PipelineOptions options) {
        return step.of(1) instanceof TrialFeatures.Covariance c
                ? " (covariance: " + c.estimator().words() + ")"
                : "";
    }

    private static EpochPipeline.Step step(String base, PipelineOptions options) {
        return switch (base) {
            case "csp+lda" -> rate -> new TrialFeatures.Covariance(CovarianceEstimator.SCM);
            case "mdm", "fgmdm", "ts+lr", "ts+svm", "ts+lda", "ts+el" ->
                rate -> new TrialFeatures.Covariance(options.covariance());
            case "logvar+lda" -> rate -> new TrialFeatures.LogVariance();
            case "lda", "svm", "lr" -> rate -> decimation(rate, options);
            default -> rate -> new TrialFeatures.Samples(1);
        };
    }

    private static TrialFeatures.Samples decimation(double rate, PipelineOptions options) {
        return new TrialFeatures.Samples((int) Math.max(1, Math.rint(rate / options.featureRateHz())));
    }

    private static EpochPipeline.Learner learner(String base, PipelineOptions options) {
        Xdawn xdawn = new Xdawn(options.xdawnFilters(), CovarianceEstimator.SCM);
        return switch (base) {
            case "csp+lda" -> (shape, rate) -> LearnedMaps.csp(shape, options.cspComponents(),
                    new LinearDiscriminant(Shrinkage.none()));
            case "mdm" -> fixed(() -> new MinimumDistanceToMean(options.metric()));
            case "fgmdm" -> fixed(() -> new FisherMinimumDistance(options.metric()));
            case "ts+lr" -> fixed(() -> tangent(new LogisticRegression(), options));
            case "ts+svm" -> fixed(() -> tangent(new LinearSvm(), options));
            case "ts+lda" -> fixed(() -> tangent(new LinearDiscriminant(), options));
            case "ts+el" -> fixed(() -> tangent(new ElasticNetLogistic(), options));
            case "acm+ts+svm" -> (shape, rate) -> new BestOf(augmented(shape, options), GRID_FOLDS);
            case "xdawn+lda" -> (shape, rate) -> LearnedMaps.xdawn(shape, xdawn, decimation(rate, options),
                    new LinearDiscriminant());
            case "xdawncov+mdm" ->
                (shape, rate) -> LearnedMaps.xdawnCovariance(shape, xdawn, options.covariance(),
                        new MinimumDistanceToMean(options.metric()));
            case "xdawncov+ts+lr" ->
                (shape, rate) -> LearnedMaps.xdawnCovariance(shape, xdawn, options.covariance(),
                        tangent(new LogisticRegression(), options));
            case "erpcov+mdm" -> (shape, rate) -> LearnedMaps.erpCovariance(shape, options.covariance(),
                    new MinimumDistanceToMean(options.metric()));
            case "erpcov+ts+lr" -> (shape, rate) -> LearnedMaps.erpCovariance(shape, options.covariance(),
                    tangent(new LogisticRegression(), options));
            case "logvar+lda", "lda" -> fixed(LinearDiscriminant::new);
            case "svm" -> fixed(() -> StandardizedClassifier.of(new LinearSvm()));
            case "lr" -> fixed(() -> StandardizedClassifier.of(new LogisticRegression()));
            case "cca" -> (shape, rate) -> new CanonicalCorrelation(steady(shape, rate, options),
                    options.harmonics());
            case "trca" -> (shape, rate) -> new TaskRelatedComponents(steady(shape, rate, options),
                    options.harmonics(), true);
            default -> (shape, rate) -> new MultisetCanonicalCorrelation(steady(shape, rate, options));
        };
    }

    private static EpochPipeline.Learner fixed(Supplier<Classifier> classifier) {
        return (shape, rate) -> classifier.get();
    }

    private static Classifier tangent(Classifier inner, PipelineOptions options) {
        return TangentSpaceClassifier.of(inner, options.metric());
    }

    private static SteadyState steady(TrialShape shape, double rate, PipelineOptions options) {
        return new SteadyState(shape, rate, options.frequencies());
    }

    /** Orders and lags that leave half of a trial or more; order 1 has one lag only. */
    private static List<Classifier> augmented(TrialShape shape, PipelineOptions options) {
        List<Classifier> candidates = new ArrayList<>();
        for (int order : ORDERS) {
            for (int lag : LAGS) {
                if (order * lag <= shape.times() / 2 && (order > 1 || lag == 1)) {
                    candidates.add(LearnedMaps.augmented(shape, order, lag, options.covariance(),
                            tangent(new LinearSvm(), options)));
                }
            }
        }
        return candidates;
    }
}
