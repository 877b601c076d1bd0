package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.engram.io.format.Formats;
import org.engram.io.recording.RecordingFormat;

/** Keeps a command from writing over what it reads, and over what is there. */
final class OutputFile {
    private OutputFile() {}

    /** Fails when the result would replace the input, or, unless that is wanted, anything else. */
    static void require(EngramCommand command, Path in, Path target, boolean force) throws IOException {
        if (Files.exists(in) && (isSame(in, target) || isCompanion(in, target))) {
            throw command
                    .wrongUsage(target + " is the input itself, which is read while the result is written:"
                            + " give another name");
        }
        if (Files.exists(target) && !force) {
            throw command.wrongUsage(target + " exists: give --force to replace it");
        }
    }

    private static boolean isSame(Path in, Path target) throws IOException {
        return Files.exists(target) && Files.isSameFile(in, target);
    }

    /** Formats of several files have one name for all of them: writing a.vhdr also writes the a.eeg that is read. */
    private static boolean isCompanion(Path in, Path target) throws IOException {
        String name = target.getFileName().toString();
        return stem(in).equals(stem(target))
                && target.toAbsolutePath().normalize().getParent()
                        .equals(in.toAbsolutePath().normalize().getParent())
                && Formats.detect(in) instanceof RecordingFormat format
                && format.extensions().size() > 1
                && format.extensions().stream().anyMatch(name::endsWith);
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
