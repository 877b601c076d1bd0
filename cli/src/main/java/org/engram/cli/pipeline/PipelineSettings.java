package org.engram.cli.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.io.yaml.YamlFile;
import org.engram.io.yaml.YamlNode;

/** What a run file says, checked as far as that is possible without the data. Immutable. */
public final class PipelineSettings {
    private static final String DATASET = "dataset";
    private static final String DERIVATIVES = "derivatives";

    private final Path file;
    private final Path dataset;
    private final Path derivatives;
    private final Map<Section, Values> values;
    private final List<Section> given;

    private PipelineSettings(Path file, Path dataset, Path derivatives, Map<Section, Values> values,
            List<Section> given) {
        this.file = file;
        this.dataset = dataset;
        this.derivatives = derivatives;
        this.values = values;
        this.given = given;
    }

    /**
     * @param file a run file; paths in it are relative to its folder
     * @return its settings; a mistake is an error with its line and, for unknown keys, the nearest one
     * @throws IOException if the file cannot be read
     */
    public static PipelineSettings read(Path file) throws IOException {
        YamlNode root = YamlFile.read(file);
        List<String> keys = new ArrayList<>(List.of(DATASET, DERIVATIVES));
        keys.addAll(Section.keys());
        root.requireKeys(keys);
        Path folder = file.toAbsolutePath().normalize().getParent();
        Optional<YamlNode> source = root.get(DATASET).filter(node -> !node.isEmpty());
        if (source.isEmpty()) {
            throw new FormatException(file, "does not name the dataset: add a line such as dataset: DIR");
        }
        Path dataset = folder.resolve(source.get().text()).normalize();
        if (!Files.isDirectory(dataset)) {
            throw source.get().wrong("there is no folder " + dataset);
        }
        Path derivatives = root.get(DERIVATIVES).filter(node -> !node.isEmpty())
                .map(node -> folder.resolve(node.text()).normalize())
                .orElse(dataset.resolve("derivatives").resolve("engram"));
        if (derivatives.equals(dataset)) {
            throw new FormatException(file,
                    "derivatives is the dataset itself: results must not stand among raw data; give another folder");
        }
        Map<Section, Values> values = new EnumMap<>(Section.class);
        List<Section> given = new ArrayList<>();
        for (Section section : Section.values()) {
            Optional<YamlNode> node = root.get(section.key());
            values.put(section, section.read(node));
            node.ifPresent(there -> given.add(section));
        }
        PipelineSettings settings = new PipelineSettings(file, dataset, derivatives, values, given);
        settings.requireSense();
        return settings;
    }

    /** Everything that is wrong whatever the data are, before anything is done. */
    private void requireSense() {
        if (!has(Section.CLEAN) && !has(Section.EPOCHS)) {
            throw new FormatException(file, "asks for no work: add clean: or epochs: with settings below, see"
                    + " engram pipeline --print-defaults");
        }
        if (has(Section.DECODE) && !has(Section.EPOCHS)) {
            throw new FormatException(file,
                    "asks for decode without epochs: add epochs: with tmin, tmax, ...");
        }
        reading().requireSense();
        new CleaningStep(of(Section.CLEAN), seed()).requireSense();
        new EpochStep(of(Section.EPOCHS), seed()).requireSense();
        new DecodingStep(of(Section.DECODE)).requireSense();
        of(Section.SELECT).text("datatype").ifPresent(type -> {
            if (!List.of("eeg", "meg", "ieeg").contains(type)) {
                throw of(Section.SELECT).wrong("datatype", "expected eeg, meg or ieeg");
            }
        });
    }

    /** How recordings are read. */
    RecordingReading reading() {
        return new RecordingReading(of(Section.READ), file.toAbsolutePath().normalize().getParent());
    }

    /** The seed of every random choice. */
    long seed() {
        return of(Section.DECODE).count("seed");
    }

    /** @return the run file with every setting and its default */
    public static String defaults() {
        return Section.defaults();
    }

    /** @return the file they stand in */
    public Path file() {
        return file;
    }

    /** @return the folder of the dataset */
    public Path dataset() {
        return dataset;
    }

    /** @return the folder for results */
    public Path derivatives() {
        return derivatives;
    }

    boolean has(Section section) {
        return given.contains(section);
    }

    Values of(Section section) {
        return values.get(section);
    }

    /** @return every setting by part, given or default, of the parts that are done */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(DATASET, dataset.toString());
        fields.put(DERIVATIVES, derivatives.toString());
        for (Section section : Section.values()) {
            if (has(section)) {
                fields.put(section.key(), of(section).all());
            }
        }
        return fields;
    }

    /** Fails where results cannot be written. Makes nothing. */
    void requireWritable() {
        Path there = derivatives;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
            throw new EngramException(derivatives
                    + ": results cannot be written there: name a folder you may write to as derivatives");
        }
    }
}
