package org.engram.io.bids;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.engram.core.EngramException;

/**
 * A file name after the BIDS grammar {@code key-label(_key-label)*_suffix.extension}.
 *
 * @param entities labels by key, in canonical order whatever the order of the map given; keys the standard does not list
 *     come after those it does and before {@code desc}
 * @param suffix what the file holds: {@code bold}, {@code events}, {@code T1w}
 * @param extension from the first dot of the suffix on, with the dot: {@code .nii.gz}, {@code .dtseries.nii}; may be empty
 */
public record BidsName(Map<String, String> entities, String suffix, String extension) {
    /** The order the standard prescribes. */
    static final List<String> ORDER = List.of("sub", "ses", "sample", "task", "tracksys", "acq", "ce", "trc",
            "stain",
            "rec", "dir", "run", "mod", "echo", "flip", "inv", "mt", "part", "proc", "hemi", "space", "split",
            "recording", "chunk", "seg", "res", "den", "label");
    private static final List<String> NUMBERED = List.of("run", "echo", "flip", "inv", "split", "chunk");

    /** Checks keys, labels, suffix and extension, and puts the entities in order. */
    public BidsName {
        entities.forEach((key, label) -> {
            if (!isKey(key) || !isLabel(label)) {
                throw new EngramException("\"" + key + "-" + label
                        + "\" is no BIDS entity: keys are letters and digits, labels letters, digits and +");
            }
        });
        if (!isKey(suffix) || !(extension.isEmpty() || extension.startsWith("."))) {
            throw new EngramException("\"" + suffix + extension
                    + "\" is no BIDS suffix with extension: expected letters and digits, then a dot and the extension");
        }
        entities = Collections.unmodifiableMap(inOrder(entities));
    }

    /**
     * @param fileName a file name without its folder
     * @return its parts; the error says which part breaks the grammar
     */
    public static BidsName parse(String fileName) {
        String[] parts = fileName.split("_", -1);
        Map<String, String> entities = new LinkedHashMap<>();
        for (int i = 0; i < parts.length - 1; i++) {
            int dash = parts[i].indexOf('-');
            String key = dash < 0 ? "" : parts[i].substring(0, dash);
            String label = dash < 0 ? "" : parts[i].substring(dash + 1);
            if (!isKey(key) || !isLabel(label)) {
                throw new EngramException("\"" + fileName + "\" is no BIDS name: \"" + parts[i]
                        + "\" is not key-label (letters and digits, + in labels)");
            }
            if (entities.put(key, label) != null) {
                throw new EngramException("\"" + fileName + "\" is no BIDS name: the key \"" + key
                        + "\" stands twice; keep one of them");
            }
        }
        String last = parts[parts.length - 1];
        int dot = last.indexOf('.') < 0 ? last.length() : last.indexOf('.');
        if (!isKey(last.substring(0, dot))) {
            throw new EngramException(
                    "\"" + fileName + "\" is no BIDS name: it must end in _suffix.extension, such as"
                            + " _bold.nii.gz, but ends in \"" + last + "\"");
        }
        return new BidsName(entities, last.substring(0, dot), last.substring(dot));
    }

    /**
     * @param fileName a file name without its folder
     * @return its parts, or empty when it does not follow the grammar
     */
    public static Optional<BidsName> tryParse(String fileName) {
        if (fileName.indexOf('-') < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(fileName));
        } catch (EngramException e) {
            return Optional.empty();
        }
    }

    /**
     * @param key an entity key, such as {@code run}
     * @return its label
     */
    public Optional<String> entity(String key) {
        return Optional.ofNullable(entities.get(key));
    }

    /**
     * @param key an entity key
     * @param label its label
     * @return this name with that entity added or replaced
     */
    public BidsName with(String key, String label) {
        Map<String, String> changed = new LinkedHashMap<>(entities);
        changed.put(key, label);
        return new BidsName(changed, suffix, extension);
    }

    /**
     * @param keys entity keys
     * @return this name without those entities
     */
    public BidsName without(String... keys) {
        Map<String, String> changed = new LinkedHashMap<>(entities);
        changed.keySet().removeAll(List.of(keys));
        return new BidsName(changed, suffix, extension);
    }

    /**
     * @param newSuffix what the file holds
     * @param newExtension the extension with its dot
     * @return this name with another end
     */
    public BidsName withEnding(String newSuffix, String newExtension) {
        return new BidsName(entities, newSuffix, newExtension);
    }

    /** @return the file name, entities in canonical order */
    public String fileName() {
        StringBuilder name = new StringBuilder();
        entities.forEach((key, label) -> name.append(key).append('-').append(label).append('_'));
        return name.append(suffix).append(extension).toString();
    }

    /**
     * Whether every entity stands in {@code of} with the same label. Index entities compare as numbers: {@code run-1} is
     * {@code run-01}.
     */
    boolean isWithin(Map<String, String> of) {
        return isWithin(entities, of);
    }

    static boolean isWithin(Map<String, String> part, Map<String, String> of) {
        return part.entrySet().stream().allMatch(
                e -> of.containsKey(e.getKey()) && sameLabel(e.getKey(), e.getValue(), of.get(e.getKey())));
    }

    private static boolean sameLabel(String key, String a, String b) {
        return a.equals(b) || NUMBERED.contains(key) && withoutZeros(a).equals(withoutZeros(b));
    }

    private static String withoutZeros(String label) {
        int start = 0;
        while (start < label.length() - 1 && label.charAt(start) == '0') {
            start++;
        }
        return label.substring(start);
    }

    private static Map<String, String> inOrder(Map<String, String> entities) {
        Map<String, String> ordered = new LinkedHashMap<>();
        for (String key : ORDER) {
            if (entities.containsKey(key)) {
                ordered.put(key, entities.get(key));
            }
        }
        List<String> rest = new ArrayList<>(entities.keySet());
        rest.remove("desc");
        rest.forEach(key -> ordered.putIfAbsent(key, entities.get(key)));
        if (entities.containsKey("desc")) {
            ordered.put("desc", entities.get("desc"));
        }
        return ordered;
    }

    private static boolean isKey(String text) {
        return isWord(text, false);
    }

    private static boolean isLabel(String text) {
        return isWord(text, true);
    }

    private static boolean isWord(String text, boolean plus) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
                    || plus && c == '+';
            if (!allowed) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Labels of digits alone by their value, all others by their characters. */
    static int compareLabels(String a, String b) {
        boolean numbers = isNumber(a) && isNumber(b);
        int byValue = numbers ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : 0;
        return byValue != 0 ? byValue : a.compareTo(b);
    }

    private static boolean isNumber(String label) {
        boolean digits = !label.isEmpty() && label.length() <= 18;
        for (int i = 0; digits && i < label.length(); i++) {
            digits = label.charAt(i) >= '0' && label.charAt(i) <= '9';
        }
        return digits;
    }

    /** Orders by session, task, run (numbers by their value), then path. */
    static Comparator<BidsRun> runOrder() {
        return Comparator.comparing((BidsRun run) -> run.session().orElse(""), BidsName::compareLabels)
                .thenComparing(run -> run.task().orElse(""), BidsName::compareLabels)
                .thenComparing(run -> run.run().orElse(""), BidsName::compareLabels)
                .thenComparing(BidsRun::relativePath);
    }

    /** A copy in the same order, which has a subject; the path is for the error. */
    static Map<String, String> ofRun(Map<String, String> entities, String relativePath) {
        if (!entities.containsKey("sub")) {
            throw new IllegalArgumentException(
                    "a run needs the entity sub; " + relativePath + " has " + entities);
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(entities));
    }
}
