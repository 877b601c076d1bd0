package org.engram.cli.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.io.table.JsonFile;
import org.engram.nn.models.ByteSize;
import org.engram.nn.models.ModelState;
import org.engram.nn.models.ModelStore;
import org.engram.nn.models.OfficialModel;
import org.engram.nn.models.StoredFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code engram models list}: which weights are known, and which are here. */
@Command(name = "list", description = {
        "Lists the official weights Engram knows, and which of them are on this machine.",
        "HERE is \"yes\" (every checksum was the registered one), \"unpinned\" (no checksum is registered; the first one"
                + " seen was recorded) or \"part\" (files are missing). NETWORK says whether Engram has the network they"
                + " belong to; \"-\" needs none."}, footerHeading = "%nExamples:%n", footer = {
                        "  engram models list",
                        "  engram models list --json                   for scripts, with sizes in bytes",
                        "  engram models list --store /data/models     what lies in a shared folder"})
public final class ModelsListCommand extends EngramCommand {
    @Mixin
    StoreOptions where;

    @Override
    public Integer call() throws IOException {
        ModelStore store = where.store();
        List<OfficialModel> models = where.registry().models();
        if (json) {
            List<Object> all = new ArrayList<>();
            for (OfficialModel model : models) {
                all.add(fields(store, model));
            }
            Map<String, Object> list = new LinkedHashMap<>();
            list.put("store", store.folder().toString());
            list.put("models", all);
            out().println(JsonFile.format(list));
        } else {
            print(store, models);
        }
        return 0;
    }

    private void print(ModelStore store, List<OfficialModel> models) throws IOException {
        var rows = new ArrayList<String[]>();
        rows.add(new String[] {"NAME", "HERE", "SIZE", "NETWORK", "LICENCE", "WHAT"});
        for (OfficialModel model : models) {
            rows.add(new String[] {model.name(), here(store, model), size(model), ModelFacts.network(model),
                    licence(model),
                    model.title()});
        }
        int[] widths = new int[6];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            out().printf(
                    "%-" + widths[0] + "s  %-" + widths[1] + "s  %" + widths[2] + "s  %-" + widths[3]
                            + "s  %-" + widths[4] + "s  %s%n",
                    (Object[]) row);
        }
        if (!quiet) {
            out().println("store: " + store.folder());
        }
    }

    private static String here(ModelStore store, OfficialModel model) throws IOException {
        ModelState state = store.state(model);
        if (state != ModelState.INSTALLED) {
            return state == ModelState.ABSENT ? "-" : "part";
        }
        return store.files(model).stream().allMatch(StoredFile::pinned) ? "yes" : "unpinned";
    }

    private static String size(OfficialModel model) {
        return model.bytes().isPresent() ? ByteSize.describe(model.bytes().getAsLong()) : "?";
    }

    private static String licence(OfficialModel model) {
        String terms = model.licence().terms().word();
        return model.licence().mustBeAccepted()
                ? model.licence().name() + " (" + terms + ")"
                : model.licence().name();
    }

    private static Map<String, Object> fields(ModelStore store, OfficialModel model) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", model.name());
        fields.put("title", model.title());
        fields.put("description", model.description());
        fields.put("licence", model.licence().name());
        fields.put("terms", model.licence().terms().word());
        fields.put("bytes", model.bytes().isPresent() ? model.bytes().getAsLong() : null);
        fields.put("pinned", model.isPinned());
        fields.put("network", ModelFacts.network(model));
        fields.put("state", store.state(model).name().toLowerCase(Locale.ROOT));
        List<StoredFile> files = store.files(model);
        fields.put("verified",
                files.stream().map(StoredFile::verified).sorted().findFirst().map(Object::toString)
                        .orElse(null));
        fields.put("matches_registered_checksums",
                !files.isEmpty() && files.size() == model.files().size()
                        && files.stream().allMatch(StoredFile::pinned));
        return fields;
    }
}
