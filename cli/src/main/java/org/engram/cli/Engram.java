package org.engram.cli;

import java.io.PrintWriter;
import org.engram.cli.commands.CheckpointCommand;
import org.engram.cli.commands.CleanCommand;
import org.engram.cli.commands.ConvertCommand;
import org.engram.cli.commands.DecodeCommand;
import org.engram.cli.commands.EpochsCommand;
import org.engram.cli.commands.ExplainCommand;
import org.engram.cli.commands.ExtractCommand;
import org.engram.cli.commands.IcaCommand;
import org.engram.cli.commands.InfoCommand;
import org.engram.cli.commands.MaskCommand;
import org.engram.cli.commands.MeasureCommand;
import org.engram.cli.commands.ModelsCommand;
import org.engram.cli.commands.NetworksCommand;
import org.engram.cli.commands.PipelineCommand;
import org.engram.cli.commands.PredictCommand;
import org.engram.cli.commands.ResampleCommand;
import org.engram.cli.terminal.FailureSentence;
import org.engram.cli.commands.SearchlightCommand;
import org.engram.cli.commands.SmoothCommand;
import org.engram.cli.commands.TrainCommand;
import org.engram.cli.commands.ViewCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line. Exit status: 0 done, 1 failed, 2 wrong usage. */
@Command(name = "engram", mixinStandardHelpOptions = true, versionProvider = EngramVersion.class, description = "Reads, cleans and decodes recordings of the brain.", synopsisSubcommandLabel = "COMMAND", footerHeading = "%nExamples:%n", footer = {
        "  engram decode --demo                        decode simulated fMRI, with pictures",
        "  engram train --demo                         train a network on simulated EEG",
        "  engram info sub-01_bold.nii.gz              what is in this file?",
        "  engram help decode                          all options of one command"}, subcommands = {
                InfoCommand.class, ConvertCommand.class, MaskCommand.class, SmoothCommand.class,
                ResampleCommand.class, CleanCommand.class, EpochsCommand.class, IcaCommand.class,
                MeasureCommand.class,
                ExtractCommand.class,
                DecodeCommand.class,
                SearchlightCommand.class, TrainCommand.class, PredictCommand.class, ExplainCommand.class,
                NetworksCommand.class, PipelineCommand.class, ViewCommand.class, ModelsCommand.class,
                CheckpointCommand.class,
                CommandLine.HelpCommand.class})
public final class Engram {
    private static final int FAILED = 1;

    private Engram() {}

    /**
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /**
     * Runs one command line without ending the process.
     *
     * @param arguments the command line
     * @return the exit status
     */
    public static int execute(String... arguments) {
        CommandLine line = new CommandLine(new Engram());
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (System.getenv("ENGRAM_DEBUG") != null) {
                e.printStackTrace();
            }
            System.err.println("engram: " + FailureSentence.of(e));
            return FAILED;
        });
        line.setParameterExceptionHandler((e, words) -> {
            String name = e.getCommandLine().getCommandSpec().qualifiedName();
            System.err.println("engram: " + e.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(e, new PrintWriter(System.err, true));
            System.err.println("usage: " + name + (name.equals("engram") ? " COMMAND" : " [OPTIONS]")
                    + "; " + name + " --help lists the options");
            return CommandLine.ExitCode.USAGE;
        });
        if (arguments.length == 0) {
            line.usage(System.out);
            return CommandLine.ExitCode.USAGE;
        }
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError e) {
            System.err.println("engram: " + FailureSentence.of(e));
            return FAILED;
        }
    }
}
