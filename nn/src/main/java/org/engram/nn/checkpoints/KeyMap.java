package org.engram.nn.checkpoints;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.engram.core.EngramException;
import org.engram.io.table.JsonFile;

/**
 * How names and shapes in a published file become those of a network: rules, applied one after another, each to what the
 * rules before left. Immutable.
 *
 * <p>Patterns are regular expressions that are searched in the name; {@code ^} and {@code $} tie them to its ends. The
 * part that matches is replaced, and {@code $1} in the replacement stands for the first group.
 *
 * <p>As JSON, one field names the kind of a rule:
 *
 * <pre>{@code
 * {"name": "CLIP of OpenAI",
 *  "rules": [
 *   {"drop": "num_batches_tracked$"},
 *   {"keep": "^visual\\."},
 *   {"strip": "^visual\\."},
 *   {"rename": "ln_pre", "to": "pre_layrnorm"},
 *   {"rename": "^proj$", "to": "visual_projection.weight", "transpose": true},
 *   {"rename": "/kernel:0$", "to": ".weight", "permute": [-1, -2, "..."]},
 *   {"rename": "conv\\.weight$", "to": "linear.weight", "squeeze": [2, 3]},
 *   {"rename": "depthwise_kernel:0$", "to": "weight", "permute": [2, 3, 0, 1], "reshape": [-1, 1, "$2", "$3"]},
 *   {"rename": "q_bias$", "to": "q_bias", "appendZeros": true},
 *   {"split": "attn\\.in_proj_weight$", "axis": 0, "into": ["q.weight", "k.weight", "v.weight"]},
 *   {"merge": ["q\\.weight$", "k\\.weight$", "v\\.weight$"], "axis": 0, "into": "qkv.weight"},
 *   {"averages": "model_ema.", "of": "model."}]}
 * }</pre>
 */
public final class KeyMap {
    /** Changes nothing. */
    public static final KeyMap IDENTITY = builder("identity").build();

    private final String name;
    private final List<KeyRule> rules;

    private KeyMap(String name, List<KeyRule> rules) {
        this.name = name;
        this.rules = List.copyOf(rules);
    }

    /**
     * @param name of the map, for messages
     * @return a builder without rules
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * @param file JSON as described above
     * @return the map
     * @throws IOException if the file cannot be read
     */
    public static KeyMap read(Path file) throws IOException {
        return KeyMapJson.parse(file, JsonFile.read(file));
    }

    /**
     * A map that comes with Engram: one for the files of a library ({@code compvis-unet}, {@code compvis-vae},
     * {@code diffusers-vae}, {@code transformers-clip-text}, {@code transformers-clip-vision}, {@code openai-clip-text},
     * {@code openai-clip-vision}, {@code keras}) or of one model, as the registry of official weights names them.
     *
     * @param resource its name
     * @return the map
     */
    public static KeyMap named(String resource) {
        return resource(KeyMap.class, resource + ".keys.json");
    }

    /**
     * @param beside a class in whose package the resource lies
     * @param resource name of a JSON resource
     * @return the map
     */
    public static KeyMap resource(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new EngramException("there is no key map " + resource + " beside " + beside.getName());
            }
            Path source = Path.of(resource);
            return KeyMapJson.parse(source, JsonFile.parse(source, in.readAllBytes()));
        } catch (IOException failure) {
            throw new EngramException("the key map " + resource + " cannot be read", failure);
        }
    }

    /** @return the name given to it */
    public String name() {
        return name;
    }

    /**
     * @param next applied to what this map leaves
     * @return both as one
     */
    public KeyMap then(KeyMap next) {
        List<KeyRule> both = Stream.concat(rules.stream(), next.rules.stream()).toList();
        return rules.isEmpty()
                ? next
                : next.rules.isEmpty() ? this : new KeyMap(name + ", " + next.name, both);
    }

    /**
     * @param checkpoint any; it stays open as long as the result is used
     * @return its tensors under their new names and shapes. Nothing is read
     * @throws EngramException when two tensors would have one name or a shape does not allow what a rule asks for
     */
    public Mapped apply(Checkpoint checkpoint) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        checkpoint.entries().keySet().forEach(key -> tensors.put(key, checkpoint.tensor(key)));
        List<String> dropped = new ArrayList<>();
        Map<String, StoredTensor> mapped = tensors;
        try {
            for (KeyRule rule : rules) {
                mapped = rule.apply(mapped, dropped);
            }
        } catch (EngramException misfit) {
            throw new EngramException(checkpoint.source() + ", read with the key map \"" + name + "\": "
                    + misfit.getMessage(), misfit);
        }
        return new Mapped(new MemoryCheckpoint(checkpoint.source(), mapped, checkpoint.metadata(),
                checkpoint.notices()), dropped);
    }

    /**
     * What a key map made of a file.
     *
     * @param checkpoint tensors under their new names
     * @param dropped names of those the map leaves out on purpose, as they were when they were left out
     */
    public record Mapped(Checkpoint checkpoint, List<String> dropped) {
        /** Copies the names. */
        public Mapped {
            dropped = List.copyOf(dropped);
        }
    }

    @Override
    public String toString() {
        return name + " (" + rules.size() + " rules)";
    }

    /** Adds rules in the order in which they are applied. */
    public static final class Builder {
        private final String name;
        private final List<KeyRule> rules = new ArrayList<>();

        private Builder(String name) {
            this.name = Objects.requireNonNull(name);
        }

        /** @return this, leaving out tensors whose name holds {@code pattern} */
        public Builder drop(String pattern) {
            return add(new KeyRule.Drop(Pattern.compile(pattern)));
        }

        /** @return this, leaving out tensors whose name does not hold {@code pattern} */
        public Builder keep(String pattern) {
            return add(new KeyRule.Keep(Pattern.compile(pattern)));
        }

        /** @return this, taking {@code pattern} out of names */
        public Builder strip(String pattern) {
            return rename(pattern, "");
        }

        /**
         * @param pattern searched in names
         * @param replacement of the part that matches
         * @param changes of the axes of the tensors renamed, in order
         * @return this
         */
        public Builder rename(String pattern, String replacement, AxisChange... changes) {
            return add(new KeyRule.Rename(Pattern.compile(pattern), replacement, List.of(changes)));
        }

        /**
         * @param pattern searched in names
         * @param axis along which the tensor is cut into equal parts
         * @param replacements one for each part
         * @return this
         */
        public Builder split(String pattern, int axis, String... replacements) {
            return add(new KeyRule.Split(Pattern.compile(pattern), axis, List.of(replacements)));
        }

        /**
         * @param patterns one for each part, in the order in which they are joined
         * @param axis along which the parts are joined
         * @param replacement of the part of a name that matches
         * @return this
         */
        public Builder merge(List<String> patterns, int axis, String replacement) {
            return add(
                    new KeyRule.Merge(patterns.stream().map(Pattern::compile).toList(), axis, replacement));
        }

        /**
         * Takes running averages instead of the weights: for "{@code of}a.b" the tensor "{@code prefix}ab", where there
         * is one.
         *
         * @param prefix of the names of averages, whose dots are lost
         * @param of prefix of the names of weights that averages do not have
         * @return this
         */
        public Builder averages(String prefix, String of) {
            return add(new KeyRule.Averages(prefix, of));
        }

        Builder add(KeyRule rule) {
            rules.add(rule);
            return this;
        }

        /** @return the map */
        public KeyMap build() {
            return new KeyMap(name, rules);
        }
    }
}
