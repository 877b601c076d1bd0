package org.engram.nn.models.networks;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.engram.nn.checkpoints.Checkpoint;
import org.engram.nn.checkpoints.CheckpointOptions;
import org.engram.nn.checkpoints.Checkpoints;
import org.engram.nn.checkpoints.KeyMap;
import org.engram.nn.checkpoints.LoadReport;
import org.engram.nn.checkpoints.WeightLoader;
import org.engram.nn.checkpoints.WeightMismatchException;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Layer;
import org.engram.nn.models.ModelRegistry;
import org.engram.nn.models.ModelStore;

/**
 * One network that official weights fill: its architecture and configuration, the file of the registry its weights are in,
 * and how the names in that file become those of the network. Immutable; builds a new network each time.
 *
 * <p>Everything in the network must be in the file and the other way round, but for what is stated here: what a key map
 * leaves out, and what is trained for each use (the head of a classifier) and therefore missing.
 */
public final class PublishedNetwork {
    private final String model;
    private final String part;
    private final String file;
    private final Record configuration;
    private final Supplier<Layer> builder;
    private final List<String> keyMaps;
    private final Map<Pattern, List<String>> otherForms;
    private final List<String> missingAllowed;

    private <C extends Record> PublishedNetwork(Builder<C> from) {
        model = from.model;
        part = from.part;
        file = from.file;
        configuration = from.configuration;
        builder = from.supplier();
        keyMaps = List.copyOf(from.keyMaps);
        otherForms = new LinkedHashMap<>(from.otherForms);
        missingAllowed = List.copyOf(from.missingAllowed);
    }

    /**
     * @param model its name in the registry
     * @param file one of the model's files
     * @param configuration the sizes of the network
     * @param network builds it from them; what it builds is not initialized
     * @param <C> the class of the configuration
     * @return a builder: one network of the model, names as in the file, nothing allowed to be left over
     */
    public static <C extends Record> Builder<C> of(String model, String file, C configuration,
            Function<C, ? extends Layer> network) {
        return new Builder<>(model, file, configuration, network);
    }

    /** @return the model's name in the registry */
    public String model() {
        return model;
    }

    /** @return which of the model's networks; "network" where there is one */
    public String part() {
        return part;
    }

    /** @return the name of the file its weights are in */
    public String file() {
        return file;
    }

    /** @return the sizes of the network */
    public Record configuration() {
        return configuration;
    }

    /** @return the names of the key maps its file is read through, one after another; empty: names are as in the file */
    public List<String> keyMaps() {
        return keyMaps;
    }

    /** @return regular expressions of what is trained for each use and is not in the file */
    public List<String> missingAllowed() {
        return missingAllowed;
    }

    /** @return the name of its class */
    public String architecture() {
        return build().getClass().getSimpleName();
    }

    /** @return how many tensors it has: what is learnt, and buffers */
    public int tensors() {
        return build().state().size();
    }

    /** @return how many numbers these hold */
    public long numbers() {
        return build().state().values().stream().mapToLong(parameter -> parameter.getShape().size()).sum();
    }

    /** @return a new network, not initialized: its paths and shapes are known, nothing is allocated */
    public Layer build() {
        return builder.get();
    }

    /**
     * Builds the network and fills it with the weights in the store.
     *
     * @param store where they lie
     * @param manager owns the parameters and says on which device they live
     * @return the network with its weights
     * @throws WeightMismatchException when they do not fit
     * @throws IOException if they cannot be read
     */
    public OpenedNetwork open(ModelStore store, NDManager manager) throws IOException {
        return open(store.file(ModelRegistry.builtIn().model(model), file), manager);
    }

    /**
     * Builds the network and fills it with the weights of a file.
     *
     * @param weights in a form in which they were published; see {@link Builder#orWhere}
     * @param manager owns the parameters and says on which device they live
     * @return the network with its weights
     * @throws WeightMismatchException when they do not fit
     * @throws IOException if they cannot be read
     */
    public OpenedNetwork open(Path weights, NDManager manager) throws IOException {
        Layer network = build();
        try {
            return new OpenedNetwork(network, fill(network, weights, manager));
        } catch (IOException | RuntimeException failure) {
            network.clear();
            throw failure;
        }
    }

    /**
     * Fills a network of this architecture that differs in what is trained for each use, such as a classifier with
     * another number of classes.
     *
     * @param network not initialized
     * @param weights a file
     * @param manager owns the parameters and says on which device they live
     * @return what became of every tensor
     * @throws WeightMismatchException when they do not fit; nothing was changed
     * @throws IOException if they cannot be read
     */
    public LoadReport fill(Layer network, Path weights, NDManager manager) throws IOException {
        try (Checkpoint checkpoint = checkpoint(weights)) {
            return loader(checkpoint).initialize(network, checkpoint, manager, DataType.FLOAT32, 0);
        }
    }

    /**
     * Compares names and shapes without reading weights.
     *
     * @param weights a file
     * @return what would match
     * @throws IOException if it cannot be read
     */
    public NetworkCheck compareNames(Path weights) throws IOException {
        try (Checkpoint checkpoint = checkpoint(weights)) {
            return new NetworkCheck(this, loader(checkpoint).compare(build(), checkpoint), false, List.of());
        }
    }

    /**
     * Loads a file into a new network and lets go of it again.
     *
     * @param weights a file
     * @return what matched, and whether all of it are numbers
     * @throws IOException if it cannot be read
     */
    public NetworkCheck check(Path weights) throws IOException {
        NetworkCheck names = compareNames(weights);
        if (!accepts(names.report())) {
            return names;
        }
        try (NDManager manager = Torch.newManager(Device.cpu());
                OpenedNetwork opened = open(weights, manager)) {
            List<String> broken = new ArrayList<>();
            opened.network().state().forEach((path, parameter) -> {
                if (!finite(parameter.getArray().toFloatArray())) {
                    broken.add(path);
                }
            });
            return new NetworkCheck(this, opened.report(), true, broken);
        }
    }

    private static boolean finite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /**
     * @param report of this network
     * @return whether all that did not match is allowed
     */
    public boolean accepts(LoadReport report) {
        return report.unexpected().isEmpty() && report.misshapen().isEmpty() && !report.matched().isEmpty()
                && report.missing().keySet().stream().allMatch(path -> missingAllowed.stream()
                        .anyMatch(pattern -> Pattern.compile(pattern).matcher(path).find()));
    }

    /** Training checkpoints of these authors hold options besides weights; they are read and never executed. */
    private static Checkpoint checkpoint(Path weights) throws IOException {
        return Checkpoints.open(weights, CheckpointOptions.DEFAULT.withInertObjects());
    }

    private WeightLoader loader(Checkpoint checkpoint) {
        List<String> names = otherForms.entrySet().stream()
                .filter(form -> checkpoint.entries().keySet().stream()
                        .anyMatch(name -> form.getKey().matcher(name).find()))
                .map(Map.Entry::getValue).findFirst().orElse(keyMaps);
        KeyMap map = names.stream().map(KeyMap::named).reduce(KeyMap.IDENTITY, KeyMap::then);
        return WeightLoader.strict().keys(map).allowMissing(missingAllowed.toArray(new String[0]));
    }

    /** @return model and part */
    @Override
    public String toString() {
        return model + ", " + part;
    }

    /**
     * Collects what differs from the usual.
     *
     * @param <C> the class of the configuration
     */
    public static final class Builder<C extends Record> {
        private final String model;
        private final String file;
        private final C configuration;
        private final Function<C, ? extends Layer> network;
        private final Map<Pattern, List<String>> otherForms = new LinkedHashMap<>();
        private final List<String> missingAllowed = new ArrayList<>();
        private String part = "network";
        private List<String> keyMaps = List.of();

        private Builder(String model, String file, C configuration, Function<C, ? extends Layer> network) {
            this.model = Objects.requireNonNull(model);
            this.file = Objects.requireNonNull(file);
            this.configuration = Objects.requireNonNull(configuration);
            this.network = Objects.requireNonNull(network);
        }

        private Supplier<Layer> supplier() {
            C sizes = configuration;
            Function<C, ? extends Layer> make = network;
            return () -> make.apply(sizes);
        }

        /** @param name tells it from the other networks of the model @return this */
        public Builder<C> part(String name) {
            part = Objects.requireNonNull(name);
            return this;
        }

        /** @param names of key maps that come with Engram, applied one after another @return this */
        public Builder<C> keyMaps(String... names) {
            keyMaps = List.of(names);
            return this;
        }

        /**
         * The same weights in another form.
         *
         * @param marker a regular expression; a file in which some name holds it is of that form
         * @param names of the key maps of that form
         * @return this
         */
        public Builder<C> orWhere(String marker, String... names) {
            otherForms.put(Pattern.compile(marker), List.of(names));
            return this;
        }

        /** @param patterns regular expressions of what is trained for each use and not in the file @return this */
        public Builder<C> trainedByUser(String... patterns) {
            missingAllowed.addAll(List.of(patterns));
            return this;
        }

        /** @return the network's description */
        public PublishedNetwork define() {
            return new PublishedNetwork(this);
        }
    }
}
