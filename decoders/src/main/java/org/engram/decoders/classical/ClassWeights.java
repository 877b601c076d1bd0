package org.engram.decoders.classical;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.engram.compute.estimation.Labels;
import org.engram.core.EngramException;

/** How much the samples of each class count in fitting. Immutable. */
public final class ClassWeights {
    private static final ClassWeights NONE = new ClassWeights(false, Map.of());
    private static final ClassWeights BALANCED = new ClassWeights(true, Map.of());
    private final boolean balanced;
    private final Map<String, Double> given;

    private ClassWeights(boolean balanced, Map<String, Double> given) {
        this.balanced = balanced;
        this.given = given;
    }

    /** @return every sample counts 1 */
    public static ClassWeights none() {
        return NONE;
    }

    /**
     * @return every class counts the same, however many samples it has: n / (K n_k) for each of its n_k
     *     samples
     */
    public static ClassWeights balanced() {
        return BALANCED;
    }

    /**
     * @param weights weight of each sample of the named class, positive; classes not named weigh 1
     * @return those weights
     */
    public static ClassWeights of(Map<String, Double> weights) {
        weights.forEach((name, weight) -> {
            if (!(weight > 0) || weight.isInfinite()) {
                throw new IllegalArgumentException(
                        "weight of class '" + name + "' is " + weight + ": give a positive number");
            }
        });
        return new ClassWeights(false, Map.copyOf(weights));
    }

    /**
     * @param y labels in which every class has a sample
     * @return the weight of a sample, by class code
     */
    public double[] byCode(Labels y) {
        double[] weights = new double[y.classCount()];
        Arrays.fill(weights, 1);
        if (balanced) {
            int[] counts = y.counts();
            for (int c = 0; c < weights.length; c++) {
                weights[c] = y.size() / ((double) weights.length * counts[c]);
            }
        }
        given.forEach((name, weight) -> {
            int code = y.names().indexOf(name);
            if (code < 0) {
                throw new EngramException("a class weight is given for '" + name + "', but the classes are "
                        + y.names() + ": name one of those");
            }
            weights[code] = weight;
        });
        return weights;
    }

    boolean isNone() { return !balanced && given.isEmpty(); }

    @Override
    public boolean equals(Object o) {
        return o instanceof ClassWeights other && balanced == other.balanced && given.equals(other.given);
    }

    @Override
    public int hashCode() {
        return 31 * given.hashCode() + Boolean.hashCode(balanced);
    }

    @Override
    public String toString() {
        return "ClassWeights[" + (balanced ? "balanced" : given.isEmpty() ? "none" : given) + "]";
    }

    /** @return empty for no weights, else a phrase that starts with a comma */
    String phrase() {
        return balanced
                ? ", balanced classes"
                : given.isEmpty() ? "" : ", class weights " + new TreeMap<>(given);
    }
}
