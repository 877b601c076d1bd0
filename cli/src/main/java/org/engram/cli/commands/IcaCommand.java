package org.engram.cli.commands;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code engram ica}: independent components, found, labelled and taken out. */
@Command(name = "ica", description = {
        "Independent components of EEG, MEG or intracranial recordings: fit them, see which are eyes and heart, and take"
                + " them out."}, synopsisSubcommandLabel = "COMMAND", footerHeading = "%nExamples:%n", footer = {
                        "  engram ica fit task_raw.fif --out task-ica.json       components, their report and labels",
                        "  engram ica label task_raw.fif --ica task-ica.json     which are eyes and heart?",
                        "  engram ica apply task_raw.fif --ica task-ica.json --exclude 0,3 --out clean_raw.fif",
                        "  engram ica apply task_raw.fif --ica task-ica.json --auto --out clean_raw.fif"}, subcommands = {
                                IcaFitCommand.class, IcaLabelCommand.class, IcaApplyCommand.class,
                                CommandLine.HelpCommand.class})
public final class IcaCommand extends EngramCommand {
    @Override
    public Integer call() {
        throw wrongUsage("say what to do: fit, label or apply");
    }
}
