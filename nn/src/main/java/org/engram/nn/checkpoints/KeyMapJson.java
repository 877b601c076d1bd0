package org.engram.nn.checkpoints;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import org.engram.core.FormatException;
import org.engram.io.table.ClosestName;

/** Reads a {@link KeyMap} from JSON; a word that means nothing is an error, with the closest one that does. */
final class KeyMapJson {
    private static final Set<String> WORDS = new TreeSet<>(List.of("drop", "keep", "strip", "rename", "to",
            "transpose",
            "permute", "squeeze", "reshape", "appendZeros", "split", "merge", "axis", "into", "averages",
            "of", "comment"));

    private final Path file;

    private KeyMapJson(Path file) {
        this.file = file;
    }

    static KeyMap parse(Path file, Map<String, Object> json) {
        if (!(json.get("name") instanceof String name) || !(json.get("rules") instanceof List<?> rules)) {
            throw new FormatException(file, "a key map has a \"name\" and a list of \"rules\"");
        }
        KeyMap.Builder builder = KeyMap.builder(name);
        KeyMapJson reader = new KeyMapJson(file);
        for (int i = 0; i < rules.size(); i++) {
            try {
                reader.add(builder, rules.get(i));
            } catch (PatternSyntaxException | ClassCastException | NumberFormatException
                    | NullPointerException bad) {
                throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                        "rule " + (i + 1) + " (" + rules.get(i)
                                + "): " + bad.getMessage(),
                        bad);
            }
        }
        return builder.build();
    }

    private void add(KeyMap.Builder builder, Object rule) {
        if (!(rule instanceof Map<?, ?> fields)) {
            throw new FormatException(file, "the rule " + rule + " is not a JSON object");
        }
        fields.keySet().forEach(word -> {
            if (!WORDS.contains(word)) {
                throw new FormatException(file,
                        "the rule " + rule + " has the unknown word \"" + word + "\": "
                                + ClosestName.hint((String) word, WORDS));
            }
        });
        if (fields.containsKey("drop")) {
            builder.drop((String) fields.get("drop"));
        } else if (fields.containsKey("keep")) {
            builder.keep((String) fields.get("keep"));
        } else if (fields.containsKey("strip")) {
            builder.strip((String) fields.get("strip"));
        } else if (fields.containsKey("rename")) {
            builder.rename((String) fields.get("rename"), text(fields, "to"), changes(fields));
        } else if (fields.containsKey("split")) {
            builder.split((String) fields.get("split"), axis(fields), texts(fields, "into"));
        } else if (fields.containsKey("merge")) {
            builder.merge(List.of(texts(fields, "merge")), axis(fields), text(fields, "into"));
        } else if (fields.containsKey("averages")) {
            builder.averages((String) fields.get("averages"), text(fields, "of"));
        } else {
            throw new FormatException(file, "the rule " + rule
                    + " is none of drop, keep, strip, rename, split, merge and averages");
        }
    }

    private AxisChange[] changes(Map<?, ?> fields) {
        List<AxisChange> changes = new ArrayList<>();
        if (Boolean.TRUE.equals(fields.get("transpose"))) {
            changes.add(AxisChange.TRANSPOSE);
        }
        if (fields.containsKey("permute")) {
            changes.add(AxisChange.permute(texts(fields, "permute")));
        }
        if (fields.containsKey("squeeze")) {
            changes.add(
                    AxisChange.squeeze(List.of(texts(fields, "squeeze")).stream().mapToInt(Integer::parseInt)
                            .toArray()));
        }
        if (fields.containsKey("reshape")) {
            changes.add(AxisChange.reshape(texts(fields, "reshape")));
        }
        if (Boolean.TRUE.equals(fields.get("appendZeros"))) {
            changes.add(AxisChange.APPEND_ZEROS);
        }
        return changes.toArray(new AxisChange[0]);
    }

    private int axis(Map<?, ?> fields) {
        return fields.get("axis") instanceof Integer axis && axis >= 0 ? axis : 0;
    }

    private String text(Map<?, ?> fields, String word) {
        if (fields.get(word) instanceof String text) {
            return text;
        }
        throw new FormatException(file, "the rule " + fields + " needs a text \"" + word + "\"");
    }

    private String[] texts(Map<?, ?> fields, String word) {
        if (fields.get(word) instanceof List<?> list && !list.isEmpty()) {
            return list.stream().map(String::valueOf).toArray(String[]::new);
        }
        throw new FormatException(file, "the rule " + fields + " needs a list \"" + word + "\"");
    }
}
