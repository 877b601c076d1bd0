package org.engram.cli.commands;

import java.io.PrintStream;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.engram.cli.results.RunRecord;
import org.engram.cli.terminal.TerminalProgress;
import org.engram.compute.linalg.DenseAlgebra;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every sub-command shares: the common options, and where results, notices and progress go. */
@Command(mixinStandardHelpOptions = true, abbreviateSynopsis = true)
abstract class EngramCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    boolean help;

    @Option(names = "--json", description = "Print the result as JSON on standard output.")
    boolean json;

    @Option(names = "--quiet", description = "No progress and no notices, only the result and errors.")
    boolean quiet;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to use (default: one per processor). Results do not depend on it.")
    Integer threads;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of every random choice (default: ${DEFAULT-VALUE}). Same seed, same result.")
    long seed;

    final Parallelism parallelism() {
        if (threads != null && threads < 1) {
            throw wrongUsage("--threads is " + threads + ": give 1 or more");
        }
        return threads == null ? Parallelism.available() : Parallelism.of(threads);
    }

    /** The same number of threads, also for the native library behind matrix products. */
    final Parallelism parallelismWithAlgebra() {
        Parallelism parallelism = parallelism();
        DenseAlgebra.setThreads(parallelism.threads());
        return parallelism;
    }

    final Progress progress() {
        return quiet ? Progress.NONE : new TerminalProgress(System.err, System.console() != null);
    }

    /** The record of this run, with every option that has a value. */
    final RunRecord startRecord() {
        return startRecordWithout(Set.of());
    }

    /** The same without the options that some classes declare, because they do not apply, but for some names. */
    final RunRecord startRecordWithout(Set<String> applying, Class<?>... owners) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (OptionSpec option : spec.options()) {
            if (isOf(option, owners) && !applying.contains(option.longestName())) {
                continue;
            }
            Object value = option.getValue();
            if (value != null && !option.usageHelp() && !option.versionHelp()) {
                parameters.put(option.longestName().replaceFirst("^-+", ""),
                        value instanceof Number || value instanceof Boolean ? value : value.toString());
            }
        }
        List<String> words = spec.root().commandLine().getParseResult().originalArgs();
        return RunRecord.start(version(), words, parameters, seed);
    }

    /** Fails when an option that one of these classes declares was given: it does not fit what is worked on. */
    final void refuseOptionsOf(String why, Set<String> allowed, Class<?>... owners) {
        for (OptionSpec option : spec.options()) {
            boolean given = spec.commandLine().getParseResult().hasMatchedOption(option);
            if (given && !allowed.contains(option.longestName()) && isOf(option, owners)) {
                throw wrongUsage(option.longestName() + " does not apply: " + why);
            }
        }
    }

    private static boolean isOf(OptionSpec option, Class<?>... owners) {
        return option.userObject() instanceof Field field
                && List.of(owners).contains(field.getDeclaringClass());
    }

    final String version() {
        return spec.root().version()[0].replaceFirst("^engram ", "");
    }

    final void print(Collection<Notice> notices) {
        if (!quiet) {
            notices.forEach(notice -> System.err.println("note: " + notice));
        }
    }

    final void print(Notice notice) {
        print(List.of(notice));
    }

    final PrintStream out() {
        return System.out;
    }

    /** An error in how the command was called: usage is shown and the exit status is 2. */
    final ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** A value no data could make right is wrong usage. */
    final <T> T ofOptions(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException | EngramException e) {
            throw wrongUsage(e.getMessage());
        }
    }
}
