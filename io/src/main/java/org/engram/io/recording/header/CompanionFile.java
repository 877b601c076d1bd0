package org.engram.io.recording.header;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.engram.core.Notice;

/** Finds the file a header names. Only files in the folder of the header are looked at, whatever path it gives. */
public final class CompanionFile {
    private final Path header;
    private final Set<String> tried = new LinkedHashSet<>();

    /** @param header the file that names the other */
    public CompanionFile(Path header) {
        this.header = header;
    }

    /**
     * Looks for a file under the name the header gives and, since people rename headers and leave the names inside as
     * they were, under the name of the header with each of some endings.
     *
     * @param named the name in the header, of which folders are left out; may be empty
     * @param endings endings such as {@code ".eeg"}, with their dot
     * @param notices told when the file has another name than the header says
     * @return the file, beside the header
     */
    public Optional<Path> find(String named, List<String> endings, Consumer<Notice> notices) {
        String name = named.substring(Math.max(named.lastIndexOf('/'), named.lastIndexOf('\\')) + 1).trim();
        Optional<Path> found = existing(name);
        if (found.isPresent()) {
            return found;
        }
        for (String ending : endings) {
            found = existing(stem() + ending);
            if (found.isPresent()) {
                notices.accept(new Notice("companion-renamed", header.getFileName() + " names \"" + name
                        + "\", which is not there: " + found.get().getFileName() + " is taken"));
                return found;
            }
        }
        return Optional.empty();
    }

    /** @return the names looked for, for an error message */
    public String tried() {
        return tried.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }

    /** @return the name of the header without its ending */
    public String stem() {
        String name = header.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private Optional<Path> existing(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return Optional.empty();
        }
        tried.add(name);
        try {
            Path path = header.resolveSibling(name);
            return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
