package org.engram.cli.commands;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.io.table.JsonFile;
import org.engram.nn.models.ModelStore;
import org.engram.nn.models.OfficialModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code engram models remove}: weights off this machine. */
@Command(name = "remove", description = "Deletes the weights of models from this machine.", footerHeading = "%nExamples:%n", footer = {
        "  engram models remove stable-diffusion-1.5"})
public final class ModelsRemoveCommand extends EngramCommand {
    @Parameters(paramLabel = "NAME", arity = "1..*", description = "Names of models, as \"engram models list\" prints them.")
    List<String> names;

    @Mixin
    StoreOptions where;

    @Override
    public Integer call() throws IOException {
        ModelStore store = where.store();
        Map<String, Object> removed = new LinkedHashMap<>();
        for (OfficialModel model : where.models(names)) {
            boolean any = store.remove(model);
            removed.put(model.name(), any);
            if (!json) {
                out().println(any ? "removed " + store.folderOf(model) : model.name() + " is not here");
            }
        }
        if (json) {
            out().println(JsonFile.format(Map.of("removed", removed)));
        }
        return 0;
    }
}
