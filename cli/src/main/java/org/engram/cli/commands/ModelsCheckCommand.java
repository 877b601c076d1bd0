package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.engram.core.EngramException;
import org.engram.io.table.JsonFile;
import org.engram.nn.models.OfficialModel;
import org.engram.nn.models.networks.NetworkCheck;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram models check}: do the weights fit the network? */
@Command(name = "check", description = {
        "Loads the weights of a model into its network and shows what matched.",
        "Every tensor of the network must be in the file with its shape, and everything in the file must be in the"
                + " network or be left out on purpose. Exits with 1 if anything is unmatched."}, footerHeading = "%nExamples:%n", footer = {
                        "  engram models check labram-base             the weights that were added",
                        "  engram models check synthseg-2.0 --from ~/Downloads/synthseg_2.0.h5",
                        "  engram models check stable-diffusion-1.5 --part unet --from v1-5-pruned.ckpt",
                        "  engram models check stable-diffusion-2.1 --names-only   needs no memory"})
public final class ModelsCheckCommand extends EngramCommand {
    @Parameters(paramLabel = "NAME", description = "The name of a model, as \"engram models list\" prints it.")
    String name;

    @Option(names = "--from", paramLabel = "PATH", description = "Check this file, or the files in this folder, instead of those in the store.")
    Path from;

    @Option(names = "--part", paramLabel = "PART", description = "Check this network of the model only, as \"engram models show\" names it (default: all).")
    String part;

    @Option(names = "--names-only", description = "Compare names and shapes and read no weights.")
    boolean namesOnly;

    @Mixin
    StoreOptions where;

    @Override
    public Integer call() throws IOException {
        OfficialModel model = where.registry().model(name);
        List<NetworkCheck> checks = new ArrayList<>();
        for (PublishedNetwork network : networks(model)) {
            Path file = file(model, network);
            NetworkCheck check = namesOnly ? network.compareNames(file) : network.check(file);
            checks.add(check);
            if (!json && !(quiet && good(check))) {
                print(check);
            }
        }
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("model", model.name());
            fields.put("networks", checks.stream().map(this::fields).toList());
            out().println(JsonFile.format(fields));
        }
        List<String> bad = checks.stream().filter(check -> !good(check))
                .map(check -> check.network().part() + " (" + check.report().source() + ")").toList();
        if (!bad.isEmpty()) {
            throw new EngramException("the weights do not fit the network of " + model.name() + ": "
                    + String.join(", ", bad) + "; get the file that \"engram models show " + model.name()
                    + "\" names");
        }
        return 0;
    }

    private List<PublishedNetwork> networks(OfficialModel model) {
        if (part != null) {
            return List.of(PublishedNetworks.of(model.name(), part));
        }
        List<PublishedNetwork> all = PublishedNetworks.of(model.name());
        if (all.isEmpty()) {
            throw new EngramException("Engram has no network for " + model.name()
                    + " yet: its files can be kept here, not opened");
        }
        if (from == null || Files.isDirectory(from)) {
            return all;
        }
        List<PublishedNetwork> named = all.stream()
                .filter(network -> from.getFileName().toString().equals(network.file())).toList();
        if (!named.isEmpty() || all.stream().map(PublishedNetwork::file).distinct().count() == 1) {
            return named.isEmpty() ? all : named;
        }
        throw wrongUsage(from + " may hold several networks of " + model.name() + ": say with --part which to"
                + " check ("
                + all.stream().map(PublishedNetwork::part).collect(Collectors.joining(", ")) + ")");
    }

    private Path file(OfficialModel model, PublishedNetwork network) {
        return from == null
                ? where.store().file(model, network.file())
                : Files.isDirectory(from) ? from.resolve(network.file()) : from;
    }

    private boolean good(NetworkCheck check) {
        return namesOnly ? check.network().accepts(check.report()) : check.good();
    }

    private void print(NetworkCheck check) {
        out().println(ModelFacts.describe(check.network()));
        out().print(check.report().toString().indent(2));
        if (!check.report().missing().isEmpty() && good(check)) {
            out().println("    what is missing is trained for each use");
        }
        check.broken().forEach(path -> out().println("    no finite numbers: " + path));
        out().println(good(check) ? namesOnly ? "    fits" : "    fits, loaded" : "    does not fit");
    }

    private Map<String, Object> fields(NetworkCheck check) {
        Map<String, Object> fields = ModelFacts.fields(check.network());
        fields.put("fits", good(check));
        fields.put("loaded", check.loaded());
        fields.put("not_finite", check.broken());
        fields.put("report", check.report().fields());
        return fields;
    }
}
