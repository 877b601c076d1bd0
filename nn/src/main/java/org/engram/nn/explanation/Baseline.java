package org.engram.nn.explanation;

import java.util.Arrays;
import java.util.function.Function;
import org.engram.core.ShapeException;

/** What an input looks like where it says nothing. The answer "which part mattered" is always relative to this. */
public interface Baseline {
    /**
     * @param sample to be explained
     * @return the uninformative input, one number for each value of the sample; fresh
     */
    float[] of(Sample sample);

    /** @return what it is, for a report */
    String description();

    /** @return zeros: the mean of standardized data */
    static Baseline zeros() {
        return constant(0);
    }

    /** @param value of every element */
    static Baseline constant(float value) {
        return named("constant " + value, sample -> {
            float[] values = new float[sample.size()];
            Arrays.fill(values, value);
            return values;
        });
    }

    /** @return the mean of the sample itself, everywhere */
    static Baseline mean() {
        return named("mean of the sample", sample -> {
            double sum = 0;
            for (float value : sample.values()) {
                sum += value;
            }
            float[] values = new float[sample.size()];
            Arrays.fill(values, (float) (sum / values.length));
            return values;
        });
    }

    /**
     * @param description for a report, such as {@code "mean brain of 200 training scans"}
     * @param values one for each value of the sample; copied
     */
    static Baseline of(String description, float[] values) {
        float[] own = values.clone();
        return named(description, sample -> {
            if (own.length != sample.size()) {
                throw new ShapeException("the baseline \"" + description + "\" has " + own.length
                        + " values, but the sample has shape " + Arrays.toString(sample.shape()) + " with "
                        + sample.size() + ": resample the baseline to the sample");
            }
            return own.clone();
        });
    }

    private static Baseline named(String description, Function<Sample, float[]> values) {
        return new Baseline() {
            @Override
            public float[] of(Sample sample) {
                return values.apply(sample);
            }

            @Override
            public String description() {
                return description;
            }
        };
    }
}
