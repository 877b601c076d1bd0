package org.engram.cli.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.cli.terminal.FailureSentence;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.format.FileFormat;
import org.engram.io.format.FileSummary;
import org.engram.io.format.Formats;
import org.engram.io.recording.RecordingFacts;
import org.engram.io.table.JsonFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code engram info}: what is in these files? */
@Command(name = "info", description = "Says what is in files, and what is odd about them.", footerHeading = "%nExamples:%n", footer = {
        "  engram info sub-01_bold.nii.gz",
        "  engram info night.edf rest_raw.fif task.vhdr",
        "  engram info --assume-unit '*=uV' old.edf",
        "  engram info --json sub-*/func/*.nii.gz       one JSON object per file"})
public final class InfoCommand extends EngramCommand {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of any known format.")
    List<Path> files;

    @Mixin
    RecordingOptions recordings = new RecordingOptions();

    @Override
    public Integer call() {
        recordings.requireValid(this);
        boolean failed = false;
        for (Path file : files) {
            try {
                FileSummary summary = summary(file);
                if (json) {
                    out().println(JsonFile.format(fields(file, summary)));
                } else {
                    print(file, summary);
                }
            } catch (EngramException | IOException | UncheckedIOException e) {
                // The other files are still described; the exit status tells that one was not.
                System.err.println("engram: " + FailureSentence.of(e));
                failed = true;
            }
        }
        return failed ? 1 : 0;
    }

    /** Only options that change how a recording is read make another summary than the format's own. */
    private FileSummary summary(Path file) throws IOException {
        FileFormat format = Formats.detect(file);
        boolean asked = spec.commandLine().getParseResult().matchedOptions().stream().anyMatch(
                option -> option.userObject() instanceof Field field
                        && field.getDeclaringClass() == RecordingOptions.class);
        if (!asked || InputKind.of(file) != InputKind.RECORDING) {
            return format.summarise(file);
        }
        List<Notice> notices = new ArrayList<>();
        return new FileSummary(format.name(), RecordingFacts.of(recordings.read(file, notices::add)),
                notices);
    }

    private void print(Path file, FileSummary summary) {
        out().println(file + ": " + summary.format());
        int width = summary.facts().keySet().stream().mapToInt(String::length).max().orElse(0);
        summary.facts().forEach((key, value) -> out().printf("  %-" + width + "s  %s%n", key, value));
        summary.notices().forEach(notice -> out().println("  note: " + notice));
    }

    private static Map<String, Object> fields(Path file, FileSummary summary) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", file.toString());
        fields.put("format", summary.format());
        fields.put("facts", new LinkedHashMap<String, Object>(summary.facts()));
        List<Object> notices = new ArrayList<>();
        for (Notice notice : summary.notices()) {
            notices.add(Map.of("code", notice.code(), "text", notice.text()));
        }
        fields.put("notices", notices);
        return fields;
    }
}
