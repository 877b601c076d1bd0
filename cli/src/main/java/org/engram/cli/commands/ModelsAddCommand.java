package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.io.table.JsonFile;
import org.engram.nn.models.ByteSize;
import org.engram.nn.models.ModelDownload;
import org.engram.nn.models.ModelStore;
import org.engram.nn.models.OfficialModel;
import org.engram.nn.models.StoredFile;
import org.engram.nn.models.Trust;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram models add}: weights onto this machine. */
@Command(name = "add", description = {"Fetches the weights of models, or takes in files you fetched by hand.",
        "Shows licence, size and source first, and fetches only with --yes, or with --accept-licence where the licence"
                + " limits the use. Every file is checked against its registered checksum. A fetch that broke off goes"
                + " on where it stopped."}, footerHeading = "%nExamples:%n", footer = {
                        "  engram models add labram-base               what would be fetched, under which licence?",
                        "  engram models add labram-base cbramod --yes",
                        "  engram models add stable-diffusion-1.5 --accept-licence",
                        "  engram models add synthseg-2.0 --from ~/Downloads/synthseg_2.0.h5"})
public final class ModelsAddCommand extends EngramCommand {
    @Parameters(paramLabel = "NAME", arity = "1..*", description = "Names of models, as \"engram models list\" prints them.")
    List<String> names;

    @Option(names = "--yes", description = "Fetch without asking further.")
    boolean yes;

    @Option(names = "--accept-licence", description = "You have read the licence and accept it; needed where it limits the use, or where there is none.")
    boolean acceptLicence;

    @Option(names = "--accept-unpinned", description = "Also take files whose checksum is not registered. The checksum seen is recorded, and asked of the"
            + " file ever after.")
    boolean acceptUnpinned;

    @Option(names = "--from", paramLabel = "PATH", description = "Take the files from here instead of fetching them: one file, or a folder. They are checked the same"
            + " way and copied.")
    Path from;

    @Mixin
    StoreOptions where;

    @Override
    public Integer call() throws IOException {
        if (from != null && names.stream().distinct().count() > 1) {
            throw wrongUsage("--from takes in one model at a time; found " + String.join(", ", names));
        }
        ModelStore store = where.store();
        List<OfficialModel> wanted = new ArrayList<>();
        List<Object> results = new ArrayList<>();
        for (OfficialModel model : where.models(names)) {
            if (store.missing(model).isEmpty()) {
                results.add(result(store, model, List.of()));
                say(model.name() + ": all its files are here already, in " + store.folderOf(model));
            } else {
                wanted.add(model);
            }
        }
        if (!quiet && !json) {
            wanted.forEach(model -> ModelFacts.print(out(), model, store));
        }
        if (from == null) {
            wanted.forEach(this::requireAgreement);
        }
        for (OfficialModel model : wanted) {
            List<StoredFile> added = add(store, model);
            results.add(result(store, model, added));
            added.forEach(file -> say("added " + store.folderOf(model).resolve(file.name()) + " ("
                    + ByteSize.describe(file.bytes()) + ", sha256 " + file.sha256() + ", "
                    + (file.pinned() ? "as registered" : "recorded: none is registered") + ")"));
        }
        if (json) {
            out().println(JsonFile.format(Map.of("models", results)));
        }
        return 0;
    }

    private List<StoredFile> add(ModelStore store, OfficialModel model) throws IOException {
        Trust trust = acceptUnpinned ? Trust.FIRST_USE : Trust.PINNED_ONLY;
        return from == null
                ? store.download(model, ModelDownload.builder().progress(progress()).build(), trust)
                : store.importFrom(model, from, trust, progress());
    }

    private void requireAgreement(OfficialModel model) {
        if (model.licence().mustBeAccepted() && !acceptLicence) {
            throw new EngramException("nothing was fetched: the licence of " + model.name() + " is "
                    + model.licence().describe() + "; read it"
                    + model.licence().page().map(page -> " (" + page + ")").orElse("")
                    + ", then give --accept-licence to accept it and fetch");
        }
        if (!yes && !acceptLicence) {
            throw new EngramException("nothing was fetched: give --yes to fetch " + model.name());
        }
    }

    private void say(String line) {
        if (!json) {
            out().println(line);
        }
    }

    private static Map<String, Object> result(ModelStore store, OfficialModel model, List<StoredFile> added) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", model.name());
        fields.put("folder", store.folderOf(model).toString());
        List<Object> files = new ArrayList<>();
        for (StoredFile file : added) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("name", file.name());
            each.put("bytes", file.bytes());
            each.put("sha256", file.sha256());
            each.put("pinned", file.pinned());
            each.put("origin", file.origin());
            files.add(each);
        }
        fields.put("added", files);
        return fields;
    }
}
