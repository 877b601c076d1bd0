package org.engram.cli.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a run that was killed was just writing: hidden files and folders that nobody will finish. */
final class Leftovers {
    /** Results lie in subject, session and type of data. */
    private static final int DEPTH = 4;

    private Leftovers() {}

    /** Only to be called by the run the folder belongs to. */
    static void remove(Path derivatives) throws IOException {
        List<Path> found;
        try (Stream<Path> all = Files.walk(derivatives, DEPTH)) {
            found = all.filter(path -> {
                String name = path.getFileName().toString();
                return name.startsWith(".writing-") || name.startsWith(".") && name.endsWith(".partial");
            }).toList();
        }
        for (Path path : found) {
            try (Stream<Path> inside = Files.walk(path)) {
                for (Path part : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(part);
                }
            }
        }
    }
}
