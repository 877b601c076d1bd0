package org.engram.nn.explanation.validation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How alike a map is to maps of networks that know nothing.
 *
 * @param method that was checked
 * @param kind of network without knowledge: {@code "random weights"} or {@code "shuffled labels"}
 * @param mean of the correlations
 * @param correlations one per network
 * @param firstSeed of the networks; the others count up from it
 * @param cascade mean correlation as more and more layers forget, from the output down; empty where not asked for
 * @param limit above which the mean is a failure
 */
public record SanityResult(String method, String kind, double mean, double[] correlations, long firstSeed,
        List<CascadeStep> cascade, double limit) {
    /** Takes unmodifiable copies. */
    public SanityResult {
        correlations = correlations.clone();
        cascade = List.copyOf(cascade);
    }

    /**
     * One more layer forgotten.
     *
     * @param layer the path of the layer that was randomised together with all after it
     * @param correlation of the map with that of the network as it knew everything
     */
    public record CascadeStep(String layer, double correlation) {}

    /** @return a copy */
    @Override
    public double[] correlations() {
        return correlations.clone();
    }

    /** @return whether the map depends on what the network has learnt */
    public boolean passed() {
        return mean <= limit;
    }

    /** @return the sentence to print in red above the map, where the check failed */
    public Optional<String> banner() {
        return passed()
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "The map of %s correlates by %.2f with maps of %d "
                        + "networks with %s (limit %.2f): it shows the input, not what the network has learnt. Do not "
                        + "interpret it.", method, mean, correlations.length, kind, limit));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SanityResult that && method.equals(that.method) && kind.equals(that.kind)
                && mean == that.mean && Arrays.equals(correlations, that.correlations)
                && firstSeed == that.firstSeed && cascade.equals(that.cascade) && limit == that.limit;
    }

    @Override
    public int hashCode() {
        return Objects.hash(method, kind, mean, Arrays.hashCode(correlations), firstSeed, cascade, limit);
    }

    @Override
    public String toString() {
        return banner()
                .orElse(String.format(Locale.ROOT, "%s passes the check against %s: mean correlation %.2f",
                        method, kind, mean));
    }
}
