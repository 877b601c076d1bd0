package org.engram.cli.commands;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.engram.nn.models.ByteSize;
import org.engram.nn.models.ModelFile;
import org.engram.nn.models.ModelStore;
import org.engram.nn.models.OfficialModel;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworks;

/** A model as the commands print it. */
final class ModelFacts {
    private ModelFacts() {}

    /** What a person must know before weights are fetched. */
    static void print(PrintStream out, OfficialModel model, ModelStore store) {
        out.println(model.name() + ": " + model.title());
        out.println("  what     " + model.description());
        out.println("  paper    " + model.paper());
        out.println("  source   " + model.source());
        out.println("  licence  " + model.licence().describe());
        model.licence().page().ifPresent(page -> out.println("           " + page));
        model.note().ifPresent(note -> out.println("  note     " + note));
        out.println("  size     " + (model.bytes().isPresent()
                ? ByteSize.describe(model.bytes().getAsLong())
                : "not known") + " in " + model.files().size()
                + (model.files().size() == 1 ? " file" : " files"));
        out.println("  place    " + store.folderOf(model));
    }

    static void printFiles(PrintStream out, OfficialModel model, ModelStore store) throws IOException {
        List<ModelFile> missing = store.missing(model);
        for (ModelFile file : model.files()) {
            out.println("  file     " + file.name() + (missing.contains(file) ? "" : " (here)"));
            out.println("           "
                    + file.address().map(Object::toString)
                            .orElse("not fetched by programs: get it from the source page"));
            out.println("           sha256 " + file.sha256().orElse("not pinned"));
            List<String> known = new ArrayList<>();
            file.bytes().ifPresent(bytes -> known.add(number(bytes) + " bytes"));
            file.tensors().ifPresent(tensors -> known.add(number(tensors) + " tensors"));
            file.parameters().ifPresent(parameters -> known.add(number(parameters) + " numbers"));
            if (!file.keyMaps().isEmpty()) {
                known.add("key map " + String.join(", ", file.keyMaps()));
            }
            if (file.content() != ModelFile.Content.WEIGHTS) {
                known.add(file.content().word());
            }
            if (!known.isEmpty()) {
                out.println("           " + String.join(", ", known));
            }
        }
    }

    static Map<String, Object> fields(OfficialModel model, ModelStore store) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", model.name());
        fields.put("title", model.title());
        fields.put("description", model.description());
        fields.put("paper", model.paper());
        fields.put("source", model.source().toString());
        fields.put("licence", model.licence().name());
        fields.put("terms", model.licence().terms().word());
        fields.put("licence_page", model.licence().page().map(Object::toString).orElse(null));
        fields.put("warning", model.licence().warning().orElse(null));
        fields.put("note", model.note().orElse(null));
        fields.put("folder", store.folderOf(model).toString());
        fields.put("state", store.state(model).name().toLowerCase(Locale.ROOT));
        List<ModelFile> missing = store.missing(model);
        List<Object> files = new ArrayList<>();
        for (ModelFile file : model.files()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("name", file.name());
            each.put("url", file.address().map(Object::toString).orElse(null));
            each.put("bytes", orNull(file.bytes()));
            each.put("sha256", file.sha256().orElse(null));
            each.put("tensors", orNull(file.tensors()));
            each.put("parameters", orNull(file.parameters()));
            each.put("key_maps", file.keyMaps());
            each.put("holds", file.content().word());
            each.put("here", !missing.contains(file));
            files.add(each);
        }
        fields.put("files", files);
        fields.put("networks",
                PublishedNetworks.of(model.name()).stream().map(ModelFacts::fields).toList());
        return fields;
    }

    /** The networks its weights fill. */
    static void printNetworks(PrintStream out, OfficialModel model) {
        List<PublishedNetwork> networks = PublishedNetworks.of(model.name());
        networks.forEach(network -> out.println("  network  " + describe(network)));
        if (networks.isEmpty()) {
            out.println("  network  " + network(model));
        }
    }

    /** Whether there is a network: "yes", "not yet", or "-" for what needs none. */
    static String network(OfficialModel model) {
        boolean weights = model.files().stream()
                .anyMatch(file -> file.content() != ModelFile.Content.VOCABULARY);
        return !weights ? "-" : PublishedNetworks.of(model.name()).isEmpty() ? "not yet" : "yes";
    }

    static String describe(PublishedNetwork network) {
        return network.part() + ": " + network.architecture() + ", " + number(network.tensors())
                + " tensors, "
                + number(network.numbers()) + " numbers, from " + network.file();
    }

    static Map<String, Object> fields(PublishedNetwork network) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("part", network.part());
        fields.put("architecture", network.architecture());
        fields.put("configuration", network.configuration().toString());
        fields.put("tensors", network.tensors());
        fields.put("numbers", network.numbers());
        fields.put("file", network.file());
        fields.put("key_maps", network.keyMaps());
        return fields;
    }

    private static Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
