package org.engram.io.recording.treebank;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.core.FormatException;
import org.engram.io.table.JsonFile;

/**
 * Names of electrodes and which of them are corrupted, from the JSON files beside a recording.
 *
 * @param labels names in the order of the data sets; empty when the file is not there
 * @param corrupted names of electrodes that are marked as corrupted
 */
record TreebankNames(List<String> labels, Set<String> corrupted) {
    private static final Pattern SUBJECT = Pattern.compile("sub(?:ject)?_?(\\d+)_.*");
    private static final long MOST_BYTES = 16L << 20;

    static TreebankNames beside(Path recording) throws IOException {
        Matcher matcher = SUBJECT.matcher(recording.getFileName().toString());
        if (!matcher.matches()) {
            return new TreebankNames(List.of(), Set.of());
        }
        String subject = "sub_" + matcher.group(1);
        Path folder = recording.toAbsolutePath().getParent();
        Path labels = folder.resolve("electrode_labels").resolve(subject).resolve("electrode_labels.json");
        Path corrupted = folder.resolve("corrupted_elec.json");
        return new TreebankNames(labels(labels), corrupted(corrupted, subject));
    }

    private static List<String> labels(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new FormatException(file,
                    "has " + Files.size(file) + " bytes; a list of names was expected");
        }
        // The file is a bare list, which the JSON reader, made for sidecars, takes as a field only.
        String wrapped = "{\"labels\":" + Files.readString(file, StandardCharsets.ISO_8859_1) + "}";
        Object list = JsonFile.parse(file, wrapped.getBytes(StandardCharsets.ISO_8859_1)).get("labels");
        return names(file, list).stream().map(TreebankNames::clean).toList();
    }

    private static Set<String> corrupted(Path file, String subject) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Set.of();
        }
        Map<String, Object> bySubject = JsonFile.read(file);
        Object list = bySubject.get(subject);
        return list == null
                ? Set.of()
                : new HashSet<>(names(file, list).stream().map(TreebankNames::clean).toList());
    }

    private static List<String> names(Path file, Object list) {
        if (!(list instanceof List<?> values)
                || values.stream().anyMatch(value -> !(value instanceof String))) {
            throw new FormatException(file, "does not hold a list of electrode names");
        }
        return ((List<?>) list).stream().map(Object::toString).toList();
    }

    /** Stars and hashes mark what clinicians noted; they are no part of the name. */
    private static String clean(String label) {
        return label.replace("*", "").replace("#", "").strip();
    }

    static boolean isTrigger(String label) {
        String upper = label.toUpperCase(Locale.ROOT);
        return upper.startsWith("DC") || upper.startsWith("TRIG");
    }
}
