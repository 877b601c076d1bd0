package org.engram.io.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.engram.core.FormatException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.format.FileFormat.Match;

/** The formats that are installed, and which of them a file has. */
public final class Formats {
    private Formats() {}

    /** @return every installed format, by name */
    public static List<FileFormat> all() {
        return ServiceLoader.load(FileFormat.class, Formats.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get).sorted(Comparator.comparing(FileFormat::name)).toList();
    }

    /**
     * Finds the format of a file by its content first and its name second.
     *
     * @param file an existing file or folder
     * @return its format
     * @throws FormatException if no installed format recognises it; the message lists them
     * @throws IOException if it is missing or cannot be read
     */
    public static FileFormat detect(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "no such file or folder");
        }
        FileStart start = FileStart.of(file);
        FileFormat best = null;
        Match strongest = Match.NONE;
        for (FileFormat format : all()) {
            Match match = format.recognise(start);
            if (match.compareTo(strongest) > 0) {
                best = format;
                strongest = match;
            }
        }
        if (best == null) {
            throw new FormatException(file,
                    "neither its name nor its first bytes are those of a known format; known are "
                            + known(all())
                            + ": convert it to one of these");
        }
        return best;
    }

    /**
     * Finds the format a new file of this name should have.
     *
     * @param <F> a kind of format
     * @param kind only formats of this kind are considered
     * @param file the name of the file to be
     * @return the format with the longest ending that fits
     * @throws UnsupportedFeatureException if the ending belongs to none; the message lists those known
     */
    public static <F extends FileFormat> F forName(Class<F> kind, Path file) {
        List<F> candidates = all().stream().filter(kind::isInstance).map(kind::cast).toList();
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        F best = null;
        int longest = 0;
        for (F format : candidates) {
            Optional<String> ending = format.extensions().stream().filter(name::endsWith)
                    .max(Comparator.comparingInt(String::length));
            if (ending.isPresent() && ending.get().length() > longest) {
                best = format;
                longest = ending.get().length();
            }
        }
        if (best == null) {
            throw new UnsupportedFeatureException(
                    file + ": the name ends like no format that can be written here;"
                            + " give it one of these endings: " + known(candidates));
        }
        return best;
    }

    private static String known(List<? extends FileFormat> formats) {
        return formats.stream().map(f -> f.name() + " (" + String.join(", ", f.extensions()) + ")")
                .collect(Collectors.joining("; "));
    }
}
