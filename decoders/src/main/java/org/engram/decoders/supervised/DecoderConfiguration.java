package org.engram.decoders.supervised;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;

/**
 * All a trained network needs to be used again: which one it is, what it takes, and what its outputs mean.
 *
 * @param network name of its design
 * @param sizes its configuration, as JSON holds it
 * @param sampleShape of one sample in the data
 * @param inputShape of the same sample as the network takes it
 * @param target what was learnt
 * @param classes by output; empty where a number was learnt
 * @param targetMean of a number in the training samples; 0 for classes
 * @param targetDeviation of a number in the training samples; 1 for classes
 * @param standardization of samples before they reach the network
 */
public record DecoderConfiguration(String network, Map<String, Object> sizes, List<Integer> sampleShape,
        List<Integer> inputShape, String target, List<String> classes, double targetMean,
        double targetDeviation,
        Standardization standardization) {
    /** Checks that the shapes hold the same number of values. */
    public DecoderConfiguration {
        sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
        sampleShape = List.copyOf(sampleShape);
        inputShape = List.copyOf(inputShape);
        classes = List.copyOf(classes);
        int learnt = standardization.means().size();
        if (sampleShape.isEmpty() || product(sampleShape) < 1 || product(sampleShape) != product(inputShape)
                || learnt > 0 && product(sampleShape) % learnt != 0) {
            throw new EngramException("samples of " + sampleShape + ", inputs of " + inputShape
                    + " and a standardisation of " + learnt + " numbers do not fit together");
        }
        if (classes.size() == 1 || !(targetDeviation > 0)) {
            throw new EngramException("a decoder tells two or more classes apart, or gives a number");
        }
    }

    private static long product(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    /** @return whether classes were learnt, not a number */
    public boolean isClassifier() {
        return !classes.isEmpty();
    }

    int[] sample() {
        return sampleShape.stream().mapToInt(Integer::intValue).toArray();
    }

    int[] input() {
        return inputShape.stream().mapToInt(Integer::intValue).toArray();
    }
}
