package org.engram.decoders.supervised;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Labels;
import org.engram.core.EngramException;
import org.engram.io.table.Column;

/** What is learnt: classes with a code for each sample, or a number for each. */
final class LearnedTarget {
    private static final int MOST_NUMBERED_CLASSES = 20;

    private final String name;
    private final Labels labels;
    private final double[] numbers;

    private LearnedTarget(String name, Labels labels, double[] numbers) {
        this.name = name;
        this.labels = labels;
        this.numbers = numbers;
    }

    static LearnedTarget of(SampleSet samples, String name, TargetKind kind) {
        Column column = samples.column(name);
        double[] numbers = column.isNumeric()
                ? IntStream.range(0, column.size()).mapToDouble(column::number).toArray()
                : null;
        if (kind == TargetKind.NUMBER && numbers == null) {
            throw new EngramException(
                    samples.source() + ": \"" + name + "\" holds text such as \"" + column.text(0)
                            + "\": numbers are needed to learn a number");
        }
        if (kind == TargetKind.NUMBER || kind == TargetKind.AUTO && numbers != null && !isNumbered(numbers)) {
            if (Arrays.stream(numbers).distinct().count() < 2) {
                throw new EngramException(samples.source() + ": \"" + name + "\" is " + numbers[0]
                        + " for every sample: there is nothing to learn");
            }
            return new LearnedTarget(name, null, numbers);
        }
        Labels labels = Labels.of(samples.texts(name));
        if (labels.classCount() < 2) {
            throw new EngramException(
                    samples.source() + ": every sample has the " + name + " \"" + labels.names().get(0)
                            + "\": two or more classes are needed");
        }
        return new LearnedTarget(name, labels, null);
    }

    private static boolean isNumbered(double... numbers) {
        return Arrays.stream(numbers).allMatch(number -> number == Math.rint(number))
                && Arrays.stream(numbers).distinct().count() <= MOST_NUMBERED_CLASSES;
    }

    String name() {
        return name;
    }

    boolean isClasses() { return labels != null; }

    Labels labels() {
        return labels;
    }

    double number(int sample) {
        return numbers[sample];
    }

    List<String> classes() {
        return labels == null ? List.of() : labels.names();
    }
}
