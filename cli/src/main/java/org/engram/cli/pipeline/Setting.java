package org.engram.cli.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.engram.io.yaml.YamlNode;

/**
 * Something a run file may say.
 *
 * @param name the key
 * @param kind what may stand there
 * @param defaultValue what holds when nothing does: a text, number, flag, list of texts, or null for nothing
 * @param words what it means, in a line
 */
record Setting(String name, Kind kind, Object defaultValue, String words) {
    /** What may stand at a key. */
    enum Kind {
        /** One value, as it is written. */
        TEXT {
            @Override
            Object value(YamlNode node) {
                return node.text();
            }
        },
        /** Several values, or one. */
        TEXTS {
            @Override
            Object value(YamlNode node) {
                List<String> texts = new ArrayList<>();
                node.items().forEach(item -> texts.add(item.text()));
                return List.copyOf(texts);
            }
        },
        /** A finite number. */
        NUMBER {
            @Override
            Object value(YamlNode node) {
                return node.number();
            }
        },
        /** A whole number, 0 or more. */
        COUNT {
            @Override
            Object value(YamlNode node) {
                long value = node.integer();
                if (value < 0 || value > Integer.MAX_VALUE) {
                    throw node.wrong("expected a whole number, 0 or more");
                }
                return value;
            }
        },
        /** True or false. */
        FLAG {
            @Override
            Object value(YamlNode node) {
                return node.flag();
            }
        };

        abstract Object value(YamlNode node);
    }

    /** The value there; nothing, null and none say that there is none. */
    Object read(YamlNode node) {
        return node.isEmpty() ? defaultValue : kind.value(node);
    }
}
