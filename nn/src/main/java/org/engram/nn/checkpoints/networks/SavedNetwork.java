package org.engram.nn.checkpoints.networks;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.table.JsonFile;
import org.engram.nn.checkpoints.Checkpoint;
import org.engram.nn.checkpoints.Checkpoints;
import org.engram.nn.checkpoints.SafetensorsWriter;
import org.engram.nn.checkpoints.StoredTensor;
import org.engram.nn.checkpoints.TensorArrays;
import org.engram.nn.checkpoints.TensorType;
import org.engram.nn.checkpoints.WeightLoader;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Layer;

/**
 * A network in a folder: {@code config.json} (architecture and sizes), {@code model.safetensors} (weights) and
 * {@code model-card.md}.
 */
public final class SavedNetwork implements AutoCloseable {
    private static final String FORMAT = "engram network";
    private static final int VERSION = 1;
    private static final String CONFIGURATION = "config.json";
    private static final String WEIGHTS = "model.safetensors";
    private static final String CARD = "model-card.md";

    private final String architecture;
    private final Record configuration;
    private final ModelCard card;
    private final Layer network;
    private final NDManager manager;

    private SavedNetwork(String architecture, Record configuration, ModelCard card, Layer network,
            NDManager manager) {
        this.architecture = architecture;
        this.configuration = configuration;
        this.card = card;
        this.network = network;
        this.manager = manager;
    }

    /**
     * Writes a network into a folder that is either whole or not there. A folder that holds a saved network is replaced;
     * any other that is not empty is left alone.
     *
     * @param folder to write
     * @param architecture what the network is
     * @param configuration its sizes
     * @param network initialized
     * @param card about it
     * @param <C> the configuration
     * @throws IOException if writing fails
     */
    public static <C extends Record> void save(Path folder, Architecture<C> architecture, C configuration,
            Layer network, ModelCard card) throws IOException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        network.state()
                .forEach((path, parameter) -> tensors.put(path, TensorArrays.stored(parameter.getArray())));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", FORMAT);
        fields.put("version", VERSION);
        fields.put("architecture", architecture.name());
        fields.put("configuration", ConfigurationRecord.toMap(configuration));
        fields.put("parameters", network.parameterCount());
        fields.put("card", ConfigurationRecord.toMap(card));
        String markdown = card.markdown(architecture.name(), network.parameterCount(), tensors.size());
        replaceFolder(folder, partial -> {
            SafetensorsWriter.write(partial.resolve(WEIGHTS), tensors,
                    Map.of("format", "pt", "architecture", architecture.name()));
            Files.writeString(partial.resolve(CARD), markdown, StandardCharsets.UTF_8);
            JsonFile.write(partial.resolve(CONFIGURATION), fields);
        });
    }

    /**
     * Builds the network a folder describes and fills it with its weights, of the type they are saved in.
     *
     * @param folder as {@link #save} wrote it
     * @param device where the network lives
     * @return the network; to be closed
     * @throws IOException if a file cannot be read
     * @throws EngramException if the folder is broken, or no module present defines the architecture
     */
    public static SavedNetwork open(Path folder, Device device) throws IOException {
        Path file = folder.resolve(CONFIGURATION);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null,
                    "a saved network is a folder with " + CONFIGURATION + " and " + WEIGHTS);
        }
        Map<String, Object> fields = JsonFile.read(file);
        if (!FORMAT.equals(fields.get("format")) || !(fields.get("configuration") instanceof Map<?, ?> sizes)
                || !(fields.get("architecture") instanceof String name)) {
            throw new FormatException(file,
                    "is no configuration of a network Engram saved (format \"" + FORMAT
                            + "\", with an architecture and a configuration)");
        }
        if (!Integer.valueOf(VERSION).equals(fields.get("version"))) {
            throw new UnsupportedFeatureException(file + ": version " + fields.get("version")
                    + " of the format; this Engram reads version " + VERSION);
        }
        try {
            return filled(folder, Architecture.named(name), sizes, card(fields.get("card")), device);
        } catch (FormatException | UnsupportedFeatureException placed) {
            throw placed;
        } catch (EngramException failure) {
            throw new EngramException(folder + ": " + failure.getMessage(), failure);
        }
    }

    private static <C extends Record> SavedNetwork filled(Path folder, Architecture<C> architecture,
            Map<?, ?> sizes,
            ModelCard card, Device device) throws IOException {
        C configuration = ConfigurationRecord.fromMap(architecture.configuration(), texts(sizes));
        Layer network = architecture.build(configuration);
        NDManager manager = Torch.newManager(device);
        try (Checkpoint weights = Checkpoints.open(folder.resolve(WEIGHTS))) {
            boolean precise = weights.entries().values().stream()
                    .anyMatch(entry -> entry.type() == TensorType.F64);
            WeightLoader.strict().initialize(network, weights, manager,
                    precise ? DataType.FLOAT64 : DataType.FLOAT32, 0);
            return new SavedNetwork(architecture.name(), configuration, card, network, manager);
        } catch (IOException | RuntimeException failure) {
            network.clear();
            manager.close();
            throw failure;
        }
    }

    private static ModelCard card(Object value) {
        return value instanceof Map<?, ?> map
                ? ConfigurationRecord.fromMap(ModelCard.class, texts(map))
                : ModelCard.builder().build();
    }

    private static Map<String, Object> texts(Map<?, ?> map) {
        Map<String, Object> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put((String) key, value));
        return texts;
    }

    /** @return name of the architecture */
    public String architecture() {
        return architecture;
    }

    /** @return its sizes, of the class its architecture states */
    public Record configuration() {
        return configuration;
    }

    /** @return what was written about it */
    public ModelCard card() {
        return card;
    }

    /** @return the network, which this object closes */
    public Layer network() {
        return network;
    }

    /** Closes the network and its arrays. */
    @Override
    public void close() {
        network.clear();
        manager.close();
    }

    private static void replaceFolder(Path folder, Filling filling) throws IOException {
        Path target = folder.toAbsolutePath();
        boolean there = Files.exists(target);
        if (there && !replaceable(target)) {
            throw new EngramException(
                    folder + " is there and is no saved network: choose another folder, or empty it");
        }
        Files.createDirectories(target.getParent());
        String unique = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX);
        Path partial = target.resolveSibling("." + target.getFileName() + "." + unique + ".partial");
        Path old = target.resolveSibling("." + target.getFileName() + "." + unique + ".old");
        Files.createDirectory(partial);
        try {
            filling.fill(partial);
            if (there) {
                Files.move(target, old);
            }
            try {
                Files.move(partial, target);
            } catch (IOException failure) {
                if (there) {
                    Files.move(old, target);
                }
                throw failure;
            }
        } finally {
            delete(partial);
            delete(old);
        }
    }

    private static boolean replaceable(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.allMatch(file -> Stream.of(CONFIGURATION, WEIGHTS, CARD)
                    .anyMatch(name -> file.getFileName().toString().equals(name)));
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** Writes files into a folder. */
    @FunctionalInterface
    private interface Filling {
        void fill(Path folder) throws IOException;
    }
}
