package org.engram.nn.explanation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.engram.core.Notice;

/**
 * What a method says each value of an input contributed to an answer.
 *
 * @param values one for each value of the sample, in its order; not copied
 * @param shape of the sample
 * @param method which made it
 * @param target what was explained
 * @param score the explained number itself
 * @param parameters of the method, by name, for a report; the seed is one of them where there is one
 * @param balance whether the values add up to what they should, for methods that promise a sum
 * @param notices what a reader of the map must know
 */
public record Attribution(float[] values, long[] shape, String method, String target, double score,
        Map<String, String> parameters, Optional<Balance> balance, List<Notice> notices) {
    /** Takes unmodifiable copies of everything but the values. */
    public Attribution {
        shape = shape.clone();
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        notices = List.copyOf(notices);
    }

    /**
     * @param method which made it
     * @param sample that was explained
     * @param target what was explained
     * @return a builder, in which values and score are still to be set
     */
    public static Builder builder(AttributionMethod method, Sample sample, Target target) {
        return new Builder(method, sample, target);
    }

    /** @return a copy */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** @return the absolute values: how much matters, whichever way; fresh */
    public double[] magnitudes() {
        double[] magnitudes = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            magnitudes[i] = Math.abs(values[i]);
        }
        return magnitudes;
    }

    /** @return the sum of the values */
    public double sum() {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attribution that && Arrays.equals(values, that.values)
                && Arrays.equals(shape, that.shape) && method.equals(that.method)
                && target.equals(that.target)
                && score == that.score && parameters.equals(that.parameters) && balance.equals(that.balance)
                && notices.equals(that.notices);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(values), Arrays.hashCode(shape), method, target, parameters);
    }

    @Override
    public String toString() {
        return method + " of " + target + " = " + score + " over " + Arrays.toString(shape) + " "
                + parameters;
    }

    /**
     * A promised sum beside the one found.
     *
     * @param law {@code "completeness"} or {@code "conservation"}
     * @param expected what the values should add up to
     * @param found what they add up to
     */
    public record Balance(String law, double expected, double found) {
        /** @return the sum found less the one promised */
        public double error() {
            return found - expected;
        }

        /** @return the size of the error over the size of the promised sum; infinite where that is zero */
        public double relativeError() {
            return error() == 0 ? 0 : Math.abs(error()) / Math.abs(expected);
        }
    }

    /** Collects the parts of an {@link Attribution}. */
    public static final class Builder {
        private final AttributionMethod method;
        private final Sample sample;
        private final Target target;
        private final Map<String, String> parameters = new LinkedHashMap<>();
        private final List<Notice> notices = new ArrayList<>();
        private float[] values;
        private double score;
        private Balance balance;

        private Builder(AttributionMethod method, Sample sample, Target target) {
            this.method = method;
            this.sample = sample;
            this.target = target;
        }

        /** @param attributed one number for each value of the sample; not copied */
        public Builder values(float[] attributed) {
            if (attributed.length != sample.size()) {
                throw new IllegalArgumentException(attributed.length + " attributed values do not fit "
                        + sample + " with " + sample.size());
            }
            values = attributed;
            return this;
        }

        /** @param attributed one number for each value of the sample */
        public Builder values(double[] attributed) {
            float[] narrow = new float[attributed.length];
            for (int i = 0; i < narrow.length; i++) {
                narrow[i] = (float) attributed[i];
            }
            return values(narrow);
        }

        /** @param explained the explained number itself */
        public Builder score(double explained) {
            score = explained;
            return this;
        }

        /** @param name of a parameter of the method @param value as it was used */
        public Builder parameter(String name, Object value) {
            parameters.put(name, String.valueOf(value));
            return this;
        }

        /** @param law that promises a sum @param expected the sum */
        public Builder balance(String law, double expected) {
            double found = 0;
            for (float value : values) {
                found += value;
            }
            balance = new Balance(law, expected, found);
            return this;
        }

        /** @param code of a notice @param text of the notice */
        public Builder notice(String code, String text) {
            notices.add(new Notice(code, text));
            return this;
        }

        /** @return the attribution */
        public Attribution build() {
            return new Attribution(Objects.requireNonNull(values, "values"), sample.shape(), method.name(),
                    target.description(), score, parameters, Optional.ofNullable(balance), notices);
        }
    }
}
