package org.engram.io.recording.fif;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Compensation;
import org.engram.io.recording.Recording;
import org.engram.io.recording.SampleSource;
import org.engram.io.recording.SensorGeometry;

/**
 * Changes the grade of software gradiometers: from grade a to grade b samples are multiplied by
 * {@code (I - C_b) inv(I - C_a)}, where C holds the coefficients of a grade in the rows of its sensors and the columns of
 * its references. Only references are solved for, so the cost is that of the coefficients.
 *
 * <h2>References</h2> J. Vrba and S. E. Robinson, Signal processing in magnetoencephalography, Methods 25, 249-271
 * (2001).
 */
public final class GradientCompensation {
    private GradientCompensation() {}

    /**
     * @param recording a recording whose MEG sensors all have one grade
     * @return that grade, 0 for none
     */
    public static int grade(Recording recording) {
        Set<Integer> grades = new LinkedHashSet<>();
        for (Channel channel : recording.channels()) {
            if (channel.type().isMeg()) {
                channel.sensor().ifPresent(sensor -> grades.add(sensor.compensationGrade()));
            }
        }
        if (grades.size() > 1) {
            throw new EngramException("MEG sensors have compensations of grades " + grades
                    + ": expected the same grade for all");
        }
        return grades.isEmpty() ? 0 : grades.iterator().next();
    }

    /**
     * @param recording a recording with compensations and its reference channels
     * @param grade the grade to have; 0 for none
     * @return the recording in that grade; samples are changed when they are read
     */
    public static Recording change(Recording recording, int grade) {
        int now = grade(recording);
        if (now == grade) {
            return recording;
        }
        double[][] matrix = matrix(recording, now, grade);
        int[][] inputs = inputs(matrix);
        SampleSource original = recording.source();
        SampleSource changed = (which, first, count, into, offset) -> read(original, matrix, inputs, which,
                first,
                count, into, offset);
        List<Channel> channels = recording.channels().stream()
                .map(channel -> channel.type().isMeg() ? inGrade(channel, grade) : channel).toList();
        return recording.toBuilder().channels(channels).source(changed).build();
    }

    private static Channel inGrade(Channel channel, int grade) {
        return channel.sensor()
                .map(sensor -> channel.withSensor(new SensorGeometry(sensor.coilType() & 0xffff | grade << 16,
                        sensor.frame(), sensor.location())))
                .orElse(channel);
    }

    /** What is added to each channel beside itself: (I - C_b) inv(I - C_a) - I, channel x channel. */
    private static double[][] matrix(Recording recording, int from, int to) {
        int channels = recording.channelCount();
        double[][] before = coefficients(recording, from);
        double[][] after = coefficients(recording, to);
        // x = x_a + C_a x needs x at the references only: solve (I - C_a) there
        int[] references = columns(before, channels);
        double[][] inverse = inverse(before, references);
        double[][] restored = new double[channels][channels]; // inv(I - C_a)
        for (int row = 0; row < channels; row++) {
            restored[row][row] = 1;
            for (int i = 0; i < references.length; i++) {
                double weight = before[row][references[i]];
                for (int j = 0; weight != 0 && j < references.length; j++) {
                    restored[row][references[j]] += weight * inverse[i][j];
                }
            }
        }
        double[][] change = new double[channels][];
        for (int row = 0; row < channels; row++) {
            change[row] = restored[row].clone();
            for (int column = 0; column < channels; column++) {
                double weight = after[row][column];
                for (int k = 0; weight != 0 && k < channels; k++) {
                    change[row][k] -= weight * restored[column][k];
                }
            }
            change[row][row] -= 1;
        }
        return change;
    }

    private static double[][] coefficients(Recording recording, int grade) {
        int channels = recording.channelCount();
        double[][] matrix = new double[channels][channels];
        if (grade == 0) {
            return matrix;
        }
        Compensation found = recording.compensations().stream().filter(c -> c.grade() == grade).findFirst()
                .orElseThrow(() -> new EngramException("the recording has no compensation of grade " + grade
                        + "; it has "
                        + recording.compensations().stream().map(Compensation::grade).toList()));
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < channels; i++) {
            places.put(recording.channels().get(i).name(), i);
        }
        for (int row = 0; row < found.sensors().size(); row++) {
            Integer sensor = places.get(found.sensors().get(row));
            for (int column = 0; sensor != null && column < found.references().size(); column++) {
                matrix[sensor][recording.channel(found.references().get(column))] = found
                        .coefficients()[row][column];
            }
        }
        return matrix;
    }

    private static int[] columns(double[][] matrix, int channels) {
        Set<Integer> used = new LinkedHashSet<>();
        for (double[] row : matrix) {
            for (int column = 0; column < channels; column++) {
                if (row[column] != 0) {
                    used.add(column);
                }
            }
        }
        return used.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /** Inverse of I - C among the references, by elimination with pivots. */
    private static double[][] inverse(double[][] matrix, int[] references) {
        int size = references.length;
        double[][] left = new double[size][2 * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                left[i][j] = (i == j ? 1 : 0) - matrix[references[i]][references[j]];
            }
            left[i][size + i] = 1;
        }
        for (int column = 0; column < size; column++) {
            int pivot = column;
            for (int row = column + 1; row < size; row++) {
                pivot = Math.abs(left[row][column]) > Math.abs(left[pivot][column]) ? row : pivot;
            }
            double[] line = left[pivot];
            left[pivot] = left[column];
            left[column] = line;
            if (!(Math.abs(line[column]) > 1e-12)) {
                throw new EngramException("the compensation cannot be undone: its matrix has no inverse");
            }
            double scale = 1 / line[column];
            for (int k = 0; k < 2 * size; k++) {
                line[k] *= scale;
            }
            for (int row = 0; row < size; row++) {
                double factor = left[row][column];
                for (int k = 0; row != column && factor != 0 && k < 2 * size; k++) {
                    left[row][k] -= factor * line[k];
                }
            }
        }
        double[][] inverse = new double[size][size];
        for (int i = 0; i < size; i++) {
            System.arraycopy(left[i], size, inverse[i], 0, size);
        }
        return inverse;
    }

    private static int[][] inputs(double[][] matrix) {
        int[][] inputs = new int[matrix.length][];
        for (int row = 0; row < inputs.length; row++) {
            List<Integer> used = new ArrayList<>();
            for (int column = 0; column < matrix.length; column++) {
                if (matrix[row][column] != 0) {
                    used.add(column);
                }
            }
            inputs[row] = used.stream().mapToInt(Integer::intValue).toArray();
        }
        return inputs;
    }

    private static void read(SampleSource original, double[][] matrix, int[][] inputs, int[] which,
            long first,
            int count, double[][] into, int offset) throws IOException {
        Set<Integer> needed = new LinkedHashSet<>();
        for (int channel : which) {
            for (int input : inputs[channel]) {
                needed.add(input);
            }
        }
        int[] references = needed.stream().mapToInt(Integer::intValue).toArray();
        double[][] values = new double[references.length][count];
        original.read(references, first, count, values, 0);
        original.read(which, first, count, into, offset);
        for (int i = 0; i < which.length; i++) {
            double[] weights = matrix[which[i]];
            for (int k = 0; k < references.length; k++) {
                double weight = weights[references[k]];
                for (int t = 0; weight != 0 && t < count; t++) {
                    into[i][offset + t] += weight * values[k][t];
                }
            }
        }
    }
}
