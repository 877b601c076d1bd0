package org.engram.io.recording.eeglab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.engram.core.FormatException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.array.mat.MatCell;
import org.engram.io.array.mat.MatFile;
import org.engram.io.array.mat.MatNumbers;
import org.engram.io.array.mat.MatStruct;
import org.engram.io.array.mat.MatText;
import org.engram.io.array.mat.MatValue;

/** The fields of the EEG structure, wherever the file keeps them. */
final class EeglabFields {
    private static final Set<String> PASSED_OVER = Set.of("icaact", "history", "reject", "stats", "specdata",
            "specicaact", "urevent", "urchanlocs", "etc", "roi", "dipfit", "eventdescription",
            "epochdescription");
    private static final int LARGEST_COUNT = 1 << 30;

    private final Path file;
    private final MatStruct eeg;

    private EeglabFields(Path file, MatStruct eeg) {
        this.file = file;
        this.eeg = eeg;
    }

    /** @param withData whether samples embedded in the file are wanted too */
    static EeglabFields read(Path file, boolean withData) throws IOException {
        Predicate<String> wanted = path -> {
            String field = path.startsWith("EEG.") ? path.substring(4) : path;
            String first = field.indexOf('.') < 0 ? field : field.substring(0, field.indexOf('.'));
            return !PASSED_OVER.contains(first) && !first.equals("ALLEEG")
                    && (withData || !first.equals("data"));
        };
        Map<String, MatValue> root = new LinkedHashMap<>(MatFile.read(file, wanted));
        MatValue value = root.get("EEG");
        if (value instanceof MatStruct outer && outer.field("EEG").isPresent()) {
            value = outer.field("EEG").get();
        }
        if (value == null) {
            if (!root.containsKey("srate")) {
                throw new UnsupportedFeatureException(file + ": holds " + root.keySet()
                        + " and no EEG structure: save one data set with pop_saveset, not ALLEEG or a study");
            }
            value = MatStruct.of(root);
        }
        if (!(value instanceof MatStruct struct) || struct.size() != 1) {
            throw new UnsupportedFeatureException(file + ": EEG is not one data set but " + value
                    + ": save each data set on its own with pop_saveset");
        }
        return new EeglabFields(file, struct);
    }

    Path file() {
        return file;
    }

    Optional<MatValue> field(String name) {
        return eeg.field(name);
    }

    /** A field that is a struct or an array of them; empty when missing, empty or something else. */
    Optional<MatStruct> structs(String name) {
        return eeg.field(name).filter(value -> value instanceof MatStruct && !value.isEmpty())
                .map(MatStruct.class::cast);
    }

    Optional<MatNumbers> numbers(String name) {
        return eeg.field(name).filter(value -> value instanceof MatNumbers && !value.isEmpty())
                .map(MatNumbers.class::cast);
    }

    String text(String name) {
        return eeg.field(name).map(EeglabFields::text).orElse("");
    }

    double number(String name, double otherwise) {
        double value = eeg.field(name).map(EeglabFields::number).orElse(Double.NaN);
        return Double.isNaN(value) ? otherwise : value;
    }

    int count(String name) {
        double value = number(name, Double.NaN);
        if (!(value >= 0) || value > LARGEST_COUNT || value != Math.rint(value)) {
            throw error("EEG." + name + " is " + (Double.isNaN(value) ? "missing" : value)
                    + ", a whole number was expected");
        }
        return (int) value;
    }

    FormatException error(String message) {
        return new FormatException(file, message + ": open it in EEGLAB and save it again with pop_saveset");
    }

    /** Text, or a number as text; empty for anything else. */
    static String text(MatValue value) {
        if (value instanceof MatText text) {
            return text.text().trim();
        }
        if (value instanceof MatNumbers numbers && numbers.size() == 1) {
            double number = numbers.number(0);
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? Long.toString((long) number)
                    : Double.toString(number);
        }
        return value instanceof MatCell cell && cell.size() == 1 && !(cell.values().get(0) instanceof MatCell)
                ? text(cell.values().get(0))
                : "";
    }

    /** The only number of a value, also one written as text; NaN for anything else. */
    static double number(MatValue value) {
        if (value instanceof MatNumbers numbers && numbers.size() >= 1) {
            return numbers.number(0);
        }
        if (value instanceof MatText text && !text.isEmpty()) {
            try {
                return Double.parseDouble(text.text().trim());
            } catch (NumberFormatException e) {
                return Double.NaN;
            }
        }
        return value instanceof MatCell cell && cell.size() == 1 && !(cell.values().get(0) instanceof MatCell)
                ? number(cell.values().get(0))
                : Double.NaN;
    }
}
