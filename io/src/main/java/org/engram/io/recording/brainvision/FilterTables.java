package org.engram.io.recording.brainvision;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.engram.io.recording.Band;

/** The tables of filters in the comment of a header: of the amplifier, and of software after it. */
final class FilterTables {
    private final Map<Integer, Band> bands = new HashMap<>();

    FilterTables(List<String> comment) {
        int low = -1;
        int high = -1;
        boolean lowIsTime = false;
        for (String line : comment) {
            String[] cells = line.trim().split("\\s{2,}|\t+");
            if (cells[0].startsWith("#")) {
                low = column(cells, "low cutoff");
                high = column(cells, "high cutoff");
                lowIsTime = low >= 0 && cells[low].contains("[s]");
            } else if (line.isBlank()) {
                low = -1;
                high = -1;
            } else if (low > 0 && high > 0 && cells.length > Math.max(low, high)
                    && cells[0].matches("[0-9]{1,6}")) {
                boolean time = lowIsTime;
                Band band = new Band(
                        edge(cells[low], 0, seconds -> time ? 1 / (2 * Math.PI * seconds) : seconds),
                        edge(cells[high], Double.NaN, hertz -> hertz));
                bands.merge(Integer.parseInt(cells[0]), band, FilterTables::both);
            }
        }
    }

    /** What the filters leave of a channel, counted from 1. */
    Band band(int number) {
        return bands.getOrDefault(number, Band.UNKNOWN);
    }

    private static int column(String[] cells, String name) {
        for (int i = 0; i < cells.length; i++) {
            if (cells[i].toLowerCase(java.util.Locale.ROOT).startsWith(name)) {
                return i;
            }
        }
        return -1;
    }

    private static double edge(String cell, double off, Function<Double, Double> toHertz) {
        if (cell.equalsIgnoreCase("DC") || cell.equalsIgnoreCase("Off")) {
            return off;
        }
        try {
            double value = Double.parseDouble(cell.replace(',', '.'));
            double hertz = value > 0 ? toHertz.apply(value) : Double.NaN;
            return Double.isFinite(hertz) ? hertz : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static Band both(Band a, Band b) {
        return new Band(Double.isNaN(a.highPassHz())
                ? b.highPassHz()
                : Double.isNaN(b.highPassHz()) ? a.highPassHz() : Math.max(a.highPassHz(), b.highPassHz()),
                Double.isNaN(a.lowPassHz())
                        ? b.lowPassHz()
                        : Double.isNaN(b.lowPassHz())
                                ? a.lowPassHz()
                                : Math.min(a.lowPassHz(), b.lowPassHz()));
    }
}
