package org.engram.io.recording.brainvision;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringTokenizer;
import org.engram.core.FormatException;

/** Samples written as text. They are read into memory, for there is no way to a line but past those before it. */
final class AsciiSamples {
    private static final int FIRST_GROWTH = 1024;

    private final Path file;
    private final Form form;
    private final double[] factors;

    /** @param vectorized whether a line holds one channel, not one time */
    record Form(boolean vectorized, char decimal, int skipLines, int skipColumns) {}

    AsciiSamples(Path file, Form form, double[] factors) {
        this.file = file;
        this.form = form;
        this.factors = factors;
    }

    /** Channel x sample, SI units. */
    double[][] read() throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (int i = 0; i < form.skipLines(); i++) {
                lines.readLine();
            }
            return form.vectorized() ? vectorized(lines) : multiplexed(lines);
        }
    }

    private double[][] multiplexed(BufferedReader lines) throws IOException {
        List<double[]> times = new ArrayList<>();
        int number = form.skipLines();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            double[] time = numbers(line, number, factors.length);
            if (time.length != factors.length) {
                throw new FormatException(file, "line " + number + " has " + time.length + " numbers for "
                        + factors.length + " channels");
            }
            times.add(time);
        }
        double[][] samples = new double[factors.length][times.size()];
        for (int time = 0; time < times.size(); time++) {
            for (int channel = 0; channel < factors.length; channel++) {
                samples[channel][time] = times.get(time)[channel] * factors[channel];
            }
        }
        return samples;
    }

    private double[][] vectorized(BufferedReader lines) throws IOException {
        List<double[]> channels = new ArrayList<>();
        int number = form.skipLines();
        for (String line = lines.readLine(); line != null && channels.size() < factors.length; line = lines
                .readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            double[] channel = numbers(line, number, FIRST_GROWTH);
            if (!channels.isEmpty() && channels.get(0).length != channel.length) {
                throw new FormatException(file, "line " + number + " has " + channel.length
                        + " samples where the channel before has " + channels.get(0).length);
            }
            for (int i = 0; i < channel.length; i++) {
                channel[i] *= factors[channels.size()];
            }
            channels.add(channel);
        }
        if (channels.size() < factors.length) {
            throw new FormatException(file, "has lines of " + channels.size() + " channels, " + factors.length
                    + " were expected");
        }
        return channels.toArray(double[][]::new);
    }

    private double[] numbers(String line, int number, int expected) {
        StringTokenizer cells = new StringTokenizer(line, " \t;");
        for (int i = 0; i < form.skipColumns() && cells.hasMoreTokens(); i++) {
            cells.nextToken();
        }
        double[] numbers = new double[Math.min(expected, line.length() / 2 + 1)];
        int count = 0;
        while (cells.hasMoreTokens()) {
            String cell = cells.nextToken();
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, Math.max(4, 2 * count));
            }
            try {
                numbers[count++] = Double.parseDouble(cell.replace(form.decimal(), '.'));
            } catch (NumberFormatException e) {
                throw new FormatException(file, FormatException.UNKNOWN_OFFSET, "line " + number + " holds \""
                        + (cell.length() > 30 ? cell.substring(0, 30) : cell) + "\", a number was expected",
                        e);
            }
        }
        return Arrays.copyOf(numbers, count);
    }
}
