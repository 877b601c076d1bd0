package org.engram.nn.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.engram.core.CancelledException;
import org.engram.core.EngramException;
import org.engram.core.Progress;

/** Files of a model that somebody fetched by hand: which is which, and their checked way into the store. */
final class LocalCopy {
    private LocalCopy() {}

    /** Finds the wanted files: by the name in the store, the path at the source or its last part. */
    static Map<ModelFile, Path> find(OfficialModel model, List<ModelFile> wanted, Path from)
            throws IOException {
        if (!Files.exists(from)) {
            throw new NoSuchFileException(from.toString());
        }
        return Files.isDirectory(from)
                ? inFolder(model, wanted, from)
                : Map.of(only(model, wanted, from), from);
    }

    private static Map<ModelFile, Path> inFolder(OfficialModel model, List<ModelFile> wanted, Path folder) {
        Map<ModelFile, Path> found = new LinkedHashMap<>();
        for (ModelFile file : wanted) {
            candidates(model, file).map(folder::resolve).filter(Files::isRegularFile).findFirst()
                    .ifPresent(path -> found.put(file, path));
        }
        List<ModelFile> missing = wanted.stream().filter(file -> !found.containsKey(file)).toList();
        if (!missing.isEmpty()) {
            throw new EngramException(folder + ": lacks " + String.join(" and ", missing.stream()
                    .map(file -> String.join(" or ", candidates(model, file).toList())).toList()) + ", which "
                    + model.name() + " needs: fetch from " + model.source());
        }
        return found;
    }

    /** Where a copy may have the file; the bare name only if it can mean no other file of the model. */
    private static Stream<String> candidates(OfficialModel model, ModelFile file) {
        String path = file.pathAtSource();
        String last = path.substring(path.lastIndexOf('/') + 1);
        boolean unique = model.files().stream()
                .filter(other -> other.pathAtSource().endsWith("/" + last)
                        || other.pathAtSource().equals(last))
                .count() == 1;
        return Stream.of(file.name(), path, unique ? last : path).distinct();
    }

    private static ModelFile only(OfficialModel model, List<ModelFile> wanted, Path path) {
        String name = path.getFileName().toString();
        List<ModelFile> named = model.files().stream()
                .filter(file -> candidates(model, file)
                        .anyMatch(each -> each.substring(each.lastIndexOf('/') + 1).equals(name)))
                .toList();
        if (named.size() == 1) {
            return named.get(0);
        }
        if (model.files().size() == 1) {
            return model.files().get(0);
        }
        throw new EngramException(
                path + ": which file of " + model.name() + " this is cannot be told from its name;"
                        + " name it " + String.join(" or ", wanted.stream().map(ModelFile::name).toList())
                        + ", or give the folder that holds them all");
    }

    /** Copies a file beside its final name, checks it on the way, and moves it into place. */
    static String copy(Path from, Path target, OptionalLong bytes, Optional<String> sha256, Progress progress)
            throws IOException {
        long size = Files.size(from);
        if (bytes.isPresent() && bytes.getAsLong() != size) {
            throw new EngramException(from + ": has " + size + " bytes but " + bytes.getAsLong()
                    + " are registered for " + target.getFileName() + ": it is another file, or not whole");
        }
        try (PartialFile part = PartialFile.open(target);
                Progress.Task task = progress.begin("importing " + target.getFileName(), size)) {
            part.restart(
                    new PartialFile.Origin(from.toUri().toString(), Optional.empty(), OptionalLong.of(size)));
            MessageDigest digest = Checksum.start();
            try {
                copy(from, part, digest, progress, task);
            } catch (IOException | RuntimeException e) {
                part.discard();
                throw e;
            }
            String found = Checksum.end(digest);
            if (sha256.isPresent() && !sha256.get().equals(found)) {
                part.discard();
                throw new EngramException(from + ": has the sha256 " + found + " but " + sha256.get()
                        + " was expected for " + target.getFileName()
                        + ": it is another file, or damaged; nothing was kept");
            }
            part.moveIntoPlace();
            return found;
        }
    }

    private static void copy(Path from, PartialFile part, MessageDigest digest, Progress progress,
            Progress.Task task) throws IOException {
        byte[] block = new byte[Checksum.BLOCK];
        try (InputStream in = Files.newInputStream(from)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                if (progress.isCancelled()) {
                    throw new CancelledException("importing " + from);
                }
                digest.update(block, 0, read);
                part.append(block, read);
                task.advance(read);
            }
        }
    }
}
