package org.engram.io.recording.fif;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.core.Notice;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;

/** Finds the file that goes on where a split one ends. It always lies in the same folder. */
final class NextFile {
    static final int PREVIOUS = 1;
    static final int NEXT = 2;
    private static final Pattern SPLIT = Pattern.compile("(.*_split-)(\\d{1,4})(_.*)");
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(?:-(\\d{1,4}))?(\\.fif(?:\\.gz)?)",
            Pattern.CASE_INSENSITIVE);

    private NextFile() {}

    /** The next part; empty when a file says there is none, or lacks it and reading is lenient. */
    static Optional<Path> after(FifFile file, boolean lenient, Consumer<Notice> notices) throws IOException {
        for (Block block : file.root().blocks(Blocks.REFERENCE)) {
            Optional<Tag> role = block.find(Kinds.REFERENCE_ROLE);
            if (role.isEmpty() || file.integer(role.get()) != NEXT) {
                continue;
            }
            List<String> names = new ArrayList<>();
            Optional<Tag> named = block.find(Kinds.REFERENCE_NAME);
            if (named.isPresent()) {
                names.add(file.text(named.get()));
            }
            String own = file.path().getFileName().toString();
            names.add(following(own));
            Optional<Tag> number = block.find(Kinds.REFERENCE_NUMBER);
            if (number.isPresent()) {
                names.add(numbered(own, file.integer(number.get())));
            }
            for (String name : names) {
                Optional<Path> found = beside(file.path(), name);
                if (found.isPresent()) {
                    return found;
                }
            }
            String text = file.path() + ": goes on in \"" + names.get(0)
                    + "\", which is not beside it: put it there";
            if (!lenient) {
                throw new FileNotFoundException(text + ", or read leniently to get the first part only");
            }
            notices.accept(new Notice("fif-part-missing", text));
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<Path> beside(Path file, String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path last = Path.of(name.substring(name.lastIndexOf('\\') + 1)).getFileName();
            Path found = last == null ? null : file.resolveSibling(last);
            return found != null && Files.isRegularFile(found) && !found.equals(file)
                    ? Optional.of(found)
                    : Optional.empty();
        } catch (InvalidPathException impossible) {
            return Optional.empty();
        }
    }

    /** The name of the part after one of this name: {@code x.fif}, {@code x-1.fif} or {@code split-01}, {@code split-02}. */
    static String following(String name) {
        Matcher split = SPLIT.matcher(name);
        if (split.matches()) {
            return split.group(1) + String.format("%02d", Integer.parseInt(split.group(2)) + 1)
                    + split.group(3);
        }
        Matcher numbered = NUMBERED.matcher(name);
        if (!numbered.matches()) {
            return name + "-1";
        }
        int number = numbered.group(2) == null ? 0 : Integer.parseInt(numbered.group(2));
        return numbered.group(1) + "-" + (number + 1) + numbered.group(3);
    }

    private static String numbered(String name, int number) {
        Matcher parts = NUMBERED.matcher(name);
        return parts.matches() ? parts.group(1) + "-" + number + parts.group(3) : name;
    }
}
