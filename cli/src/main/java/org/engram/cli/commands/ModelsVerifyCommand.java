package org.engram.cli.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.io.table.JsonFile;
import org.engram.nn.models.FileCheck;
import org.engram.nn.models.ModelState;
import org.engram.nn.models.ModelStore;
import org.engram.nn.models.OfficialModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code engram models verify}: is what is here still whole? */
@Command(name = "verify", description = {"Reads the weights on this machine again and checks every checksum.",
        "Exits with 1 if a file is damaged or missing."}, footerHeading = "%nExamples:%n", footer = {
                "  engram models verify                        all that is here",
                "  engram models verify labram-base cbramod"})
public final class ModelsVerifyCommand extends EngramCommand {
    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Names of models (default: all that are here).")
    List<String> names = new ArrayList<>();

    @Mixin
    StoreOptions where;

    @Override
    public Integer call() throws IOException {
        ModelStore store = where.store();
        List<Object> results = new ArrayList<>();
        int bad = 0;
        for (OfficialModel model : chosen(store)) {
            for (FileCheck check : store.verify(model, progress())) {
                boolean good = check.outcome() == FileCheck.Outcome.GOOD;
                bad += good ? 0 : 1;
                String outcome = check.outcome().name().toLowerCase(Locale.ROOT);
                if (json) {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    fields.put("model", model.name());
                    fields.put("file", check.name());
                    fields.put("outcome", outcome);
                    fields.put("explanation", check.explanation());
                    results.add(fields);
                } else if (!good || !quiet) {
                    out().printf("%-8s %s/%s %s%n", outcome, model.name(), check.name(), check.explanation());
                }
            }
        }
        if (json) {
            out().println(JsonFile.format(Map.of("files", results)));
        }
        if (bad > 0) {
            throw new EngramException(bad + (bad == 1 ? " file is" : " files are")
                    + " damaged or missing: remove the model with \"engram models remove\" and add it again");
        }
        return 0;
    }

    private List<OfficialModel> chosen(ModelStore store) throws IOException {
        if (!names.isEmpty()) {
            return where.models(names);
        }
        var present = new ArrayList<OfficialModel>();
        for (OfficialModel model : where.registry().models()) {
            if (store.state(model) != ModelState.ABSENT || store.hasRecord(model)) {
                present.add(model);
            }
        }
        if (present.isEmpty() && !json) {
            out().println("there are no weights in " + store.folder());
        }
        return present;
    }
}
