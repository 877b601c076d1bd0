package org.engram.cli.commands;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code engram models}: official weights, on this machine and elsewhere. */
@Command(name = "models", description = {
        "Official weights: which there are, under which licences, and how they get onto this machine.",
        "Nothing is fetched unless you ask for it by name."}, synopsisSubcommandLabel = "COMMAND", footerHeading = "%nExamples:%n", footer = {
                "  engram models list                          what there is, and what of it is here",
                "  engram models show labram-base              licence, source, size, checksum",
                "  engram models add labram-base --yes         fetch it",
                "  engram models verify                        is all that is here still whole?",
                "  engram models check labram-base             do its weights fit the network?"}, subcommands = {
                        ModelsListCommand.class, ModelsShowCommand.class, ModelsAddCommand.class,
                        ModelsVerifyCommand.class, ModelsCheckCommand.class, ModelsRemoveCommand.class,
                        CommandLine.HelpCommand.class})
public final class ModelsCommand extends EngramCommand {
    @Override
    public Integer call() {
        throw wrongUsage("say what to do: list, show, add, verify, check or remove");
    }
}
