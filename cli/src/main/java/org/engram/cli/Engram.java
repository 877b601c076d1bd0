package org.engram.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.engram.cli.commands.ConvertCommand;
import org.engram.cli.commands.DecodeCommand;
import org.engram.cli.commands.InfoCommand;
import org.engram.cli.commands.SearchlightCommand;
import org.engram.cli.commands.ViewCommand;
import org.engram.core.EngramException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line. Exit status: 0 done, 1 failed, 2 wrong usage. */
@Command(name = "engram", mixinStandardHelpOptions = true, versionProvider = EngramVersion.class, description = "Reads, cleans and decodes recordings of the brain.", synopsisSubcommandLabel = "COMMAND", footerHeading = "%nExamples:%n", footer = {
        "  engram decode --demo                        decode simulated fMRI, with pictures",
        "  engram info sub-01_bold.nii.gz              what is in this file?",
        "  engram help decode                          all options of one command"}, subcommands = {
                InfoCommand.class, ConvertCommand.class, DecodeCommand.class,
                SearchlightCommand.class, ViewCommand.class, CommandLine.HelpCommand.class})
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
            System.err.println("engram: " + sentence(e));
            return FAILED;
        });
        if (arguments.length == 0) {
            line.usage(System.out);
            return CommandLine.ExitCode.USAGE;
        }
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError e) {
            System.err.println("engram: " + sentence(e));
            return FAILED;
        }
    }

    /** One sentence a person can act on; a defect of ours is called one. */
    private static String sentence(Throwable e) {
        if (e instanceof EngramException) {
            return e.getMessage();
        }
        if (e instanceof UncheckedIOException io) {
            return sentence(io.getCause());
        }
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or folder";
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + ": exists already";
        }
        if (e instanceof FileSystemException file) {
            return file.getFile() + ": " + (file.getReason() == null
                    ? file.getClass().getSimpleName()
                    : file.getReason());
        }
        if (e instanceof IOException) {
            return e.getMessage();
        }
        if (e instanceof OutOfMemoryError) {
            return "out of memory: give Java more with ENGRAM_JAVA_OPTIONS=-Xmx16g, or use a smaller mask";
        }
        return "internal error, please report it (set ENGRAM_DEBUG=1 for details): " + e;
    }
}
