package org.engram.cli.commands;

import java.io.IOException;
import org.engram.io.table.JsonFile;
import org.engram.nn.models.OfficialModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code engram models show}: everything known about one model. */
@Command(name = "show", description = "Shows all that is known about a model: paper, source, licence, networks, files, sizes and checksums.", footerHeading = "%nExamples:%n", footer = {
        "  engram models show stable-diffusion-1.5",
        "  engram models show barista-parcels --json"})
public final class ModelsShowCommand extends EngramCommand {
    @Parameters(paramLabel = "NAME", description = "The name of a model, as \"engram models list\" prints it.")
    String name;

    @Mixin
    StoreOptions where;

    @Override
    public Integer call() throws IOException {
        OfficialModel model = where.registry().model(name);
        if (json) {
            out().println(JsonFile.format(ModelFacts.fields(model, where.store())));
        } else {
            ModelFacts.print(out(), model, where.store());
            ModelFacts.printNetworks(out(), model);
            ModelFacts.printFiles(out(), model, where.store());
        }
        return 0;
    }
}
