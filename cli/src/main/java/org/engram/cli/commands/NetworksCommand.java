package org.engram.cli.commands;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.decoders.architectures.NetworkDesign;
import org.engram.io.table.JsonFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code engram networks}: what {@code engram train} can train. */
@Command(name = "networks", description = "Lists the networks that can be trained, what they take, and their settings.", footerHeading = "%nExamples:%n", footer = {
        "  engram networks                             all of them",
        "  engram networks eegnet                      its settings, with their usual values",
        "  engram networks --json"})
public final class NetworksCommand extends EngramCommand {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "One network.")
    String name;

    @Override
    public Integer call() {
        List<NetworkDesign<?>> designs = name == null
                ? NetworkDesign.all()
                : List.of(NetworkDesign.named(name));
        if (json) {
            List<Object> all = new ArrayList<>();
            designs.forEach(design -> all.add(fields(design)));
            out().println(JsonFile.format(Map.of("networks", all)));
            return 0;
        }
        for (NetworkDesign<?> design : designs) {
            out().println(design.name() + ": " + design.description());
            out().println("    takes " + design.takes());
            StringBuilder settings = new StringBuilder();
            design.settings().forEach((key, value) -> settings.append(' ').append(key).append('=').append(
                    String.valueOf(value).replaceAll("[\\[\\] ]", "")));
            out().println("    settings" + settings);
        }
        return 0;
    }

    private static Map<String, Object> fields(NetworkDesign<?> design) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", design.name());
        fields.put("description", design.description());
        fields.put("takes", design.takes());
        fields.put("settings", design.settings());
        return fields;
    }
}
