package org.engram.decoders.supervised;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.engram.core.CancelledException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.core.ShapeException;
import org.engram.nn.explanation.Attribution;
import org.engram.nn.explanation.AttributionMethod;
import org.engram.nn.explanation.ExplainedNetwork;
import org.engram.nn.explanation.Sample;
import org.engram.nn.explanation.Target;
import org.engram.nn.explanation.validation.Localization;
import org.engram.nn.explanation.validation.SanityCheck;
import org.engram.nn.explanation.validation.SanityResult;

/**
 * Why a decoder decided as it did on some samples, and whether the map can be believed.
 *
 * @param indices of the explained samples
 * @param maps one for each of them
 * @param signed their mean
 * @param magnitude the mean of their absolute values, as an attribution of its own
 * @param sanity how alike the first map is to those of networks that know nothing; empty where it was not asked for
 * @param found how well {@code magnitude} finds the source, where that is known
 * @param byChance the same for networks that know nothing
 * @param notices what a reader of the maps must know
 */
public record DecoderExplanation(int[] indices, List<Attribution> maps, float[] signed, Attribution magnitude,
        Optional<SanityResult> sanity, Optional<Localization> found, Optional<Localization> byChance,
        List<Notice> notices) {
    private static final int MOST_RANDOM_NETWORKS = 5;
    private static final int MOST_RANDOM_SAMPLES = 10;

    /** Copies the lists. */
    public DecoderExplanation {
        indices = indices.clone();
        maps = List.copyOf(maps);
        notices = List.copyOf(notices);
    }

    /**
     * @param decoder to explain
     * @param samples of the shape it was trained on
     * @param indices which of them, at least one
     * @param how the method
     * @param choices beside it
     * @param truth where the information is known to be, one value for each value or place of a sample; null if it is not
     * @param progress told of each sample
     * @return maps and checks
     */
    public static DecoderExplanation of(TrainedDecoder decoder, SampleSet samples, int[] indices,
            ExplanationMethod how, ExplanationChoices choices, boolean[] truth, Progress progress) {
        TrainedDecoder.requireShape(samples, decoder.configuration());
        requireTruth(truth, samples, decoder.configuration());
        ExplainedNetwork network = decoder.network();
        Sample first = decoder.input(samples, indices[0]);
        AttributionMethod method = how.method(choices, network, first);
        IntFunction<Target> targets = index -> target(decoder, network, choices,
                decoder.input(samples, index));
        List<Attribution> maps = maps(decoder, network, samples, indices, method, targets, progress);
        Attribution magnitude = magnitude(maps);
        Optional<SanityResult> sanity = choices.networks() == 0
                ? Optional.empty()
                : Optional.of(check(choices).weights(network, method, first, targets.apply(indices[0])));
        Optional<Localization> found = truth == null
                ? Optional.empty()
                : Optional.of(Localization.of(magnitude, truth, null));
        Optional<Localization> chance = truth == null || choices.networks() == 0
                ? Optional.empty()
                : Optional.of(untrained(decoder, network, samples, indices, method, targets, truth, choices));
        List<Notice> notices = new ArrayList<>(
                maps.stream().flatMap(map -> map.notices().stream()).distinct().toList());
        if (sanity.isEmpty()) {
            notices.add(new Notice("no-sanity-check",
                    "no check against networks with random weights was made, so nothing "
                            + "says that these maps show what the network has learnt"));
        }
        return new DecoderExplanation(indices, maps, signed(maps), magnitude, sanity, found, chance, notices);
    }

    private static SanityCheck check(ExplanationChoices choices) {
        return SanityCheck.builder().seeds(choices.networks()).cascades(Math.min(1, choices.networks()))
                .firstSeed(choices.seed()).build();
    }

    private static Target target(TrainedDecoder decoder, ExplainedNetwork network, ExplanationChoices choices,
            Sample input) {
        if (choices.output().isPresent()) {
            return Target.output(decoder.output(choices.output().get()));
        }
        return Target.predicted(network, input);
    }

    private static List<Attribution> maps(TrainedDecoder decoder, ExplainedNetwork network, SampleSet samples,
            int[] indices, AttributionMethod method, IntFunction<Target> targets, Progress progress) {
        List<Attribution> maps = new ArrayList<>();
        try (Progress.Task task = progress.begin("explaining", indices.length)) {
            for (int index : indices) {
                if (progress.isCancelled()) {
                    throw new CancelledException("explaining");
                }
                maps.add(method.explain(network, decoder.input(samples, index), targets.apply(index)));
                task.advance(1);
            }
        }
        return maps;
    }

    private static float[] signed(List<Attribution> maps) {
        float[] mean = new float[maps.get(0).values().length];
        for (Attribution map : maps) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += map.values()[i] / maps.size();
            }
        }
        return mean;
    }

    private static Attribution magnitude(List<Attribution> maps) {
        Attribution first = maps.get(0);
        float[] mean = new float[first.values().length];
        for (Attribution map : maps) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += Math.abs(map.values()[i]) / maps.size();
            }
        }
        double score = maps.stream().mapToDouble(Attribution::score).average().orElse(Double.NaN);
        return new Attribution(mean, first.shape(), first.method(),
                "mean magnitude over " + maps.size() + " samples",
                score, first.parameters(), Optional.empty(), List.of());
    }

    /** The same maps from networks of the same kind with random weights: what the score is worth. */
    private static Localization untrained(TrainedDecoder decoder, ExplainedNetwork network, SampleSet samples,
            int[] indices, AttributionMethod method, IntFunction<Target> targets, boolean[] truth,
            ExplanationChoices choices) {
        int[] some = Arrays.copyOf(indices, Math.min(indices.length, MOST_RANDOM_SAMPLES));
        List<Localization> scores = new ArrayList<>();
        for (int n = 0; n < Math.min(choices.networks(), MOST_RANDOM_NETWORKS); n++) {
            try (NDManager manager = network.newManager()) {
                ExplainedNetwork other = network.randomized(manager, choices.seed() + n);
                scores.add(Localization.of(
                        magnitude(maps(decoder, other, samples, some, method, targets, Progress.NONE)), truth,
                        null));
            }
        }
        return new Localization(mean(scores, Localization::massAccuracy),
                mean(scores, Localization::positiveShare),
                mean(scores, Localization::rankAccuracy), mean(scores, Localization::area),
                mean(scores, Localization::centreDistance), mean(scores, Localization::pointing),
                scores.get(0).chance());
    }

    private static double mean(List<Localization> scores,
            java.util.function.ToDoubleFunction<Localization> of) {
        return scores.stream().mapToDouble(of).average().orElse(Double.NaN);
    }

    private static void requireTruth(boolean[] truth, SampleSet samples, DecoderConfiguration configuration) {
        if (truth != null && truth.length != samples.width()
                && truth.length != samples.width() / configuration.inputShape().get(0)) {
            throw new ShapeException(
                    "the mask of the true source has " + truth.length + " values, but a sample has "
                            + samples.width() + ": give one of the same shape");
        }
    }

    /** @return sentences to print in red above the maps; empty where nothing speaks against them */
    public List<String> banners() {
        return sanity.flatMap(SanityResult::banner).map(List::of).orElse(List.of());
    }

    /** @return what the method was, and its parameters */
    public Map<String, String> parameters() {
        return maps.get(0).parameters();
    }

    @Override
    public int[] indices() {
        return indices.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DecoderExplanation that && Arrays.equals(indices, that.indices)
                && maps.equals(that.maps);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(indices) + maps.hashCode();
    }

    @Override
    public String toString() {
        return maps.get(0).method() + " of " + maps.size() + " samples";
    }
}
