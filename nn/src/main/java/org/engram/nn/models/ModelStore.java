package org.engram.nn.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.engram.core.EngramException;
import org.engram.core.Progress;
import org.engram.nn.models.FileCheck.Outcome;

/**
 * Weights on this machine: a folder with one folder per model, in it the files and {@code model.json}, which says where
 * they came from and what their checksums are. Safe for several processes as long as they add different files.
 */
public final class ModelStore {
    static final String RECORD = "model.json";
    private static final String FIRST_SEEN = "first-seen.json";

    private final Path folder;

    private ModelStore(Path folder) {
        this.folder = folder;
    }

    /**
     * @param folder where models lie; made when the first one is added
     * @return the store
     */
    public static ModelStore at(Path folder) {
        return new ModelStore(folder);
    }

    /**
     * @return the store in the folder the environment variable {@code ENGRAM_MODELS} names, else in
     *         {@code engram/models} of the user's data folder ({@code XDG_DATA_HOME}, {@code ~/.local/share}, or
     *         {@code LOCALAPPDATA} on Windows)
     */
    public static ModelStore standard() {
        return at(standardFolder(System.getenv(), Path.of(System.getProperty("user.home"))));
    }

    static Path standardFolder(Map<String, String> environment, Path home) {
        String chosen = environment.getOrDefault("ENGRAM_MODELS", "");
        if (!chosen.isBlank()) {
            return Path.of(chosen);
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", environment.getOrDefault("LOCALAPPDATA", ""));
        // A relative XDG_DATA_HOME is to be ignored.
        Path base = !data.isBlank() && Path.of(data).isAbsolute()
                ? Path.of(data)
                : home.resolve(".local/share");
        return base.resolve("engram").resolve("models");
    }

    /** @return the folder of all models */
    public Path folder() {
        return folder;
    }

    /**
     * @param model a model
     * @return the folder of its files, whether or not there are any
     */
    public Path folderOf(OfficialModel model) {
        return folder.resolve(model.name());
    }

    /**
     * @param model a model
     * @param fileName one of its files
     * @return where the file lies
     * @throws EngramException if it was not added, with the command that adds it
     */
    public Path file(OfficialModel model, String fileName) {
        Path path = folderOf(model).resolve(model.file(fileName).name());
        if (!Files.isRegularFile(path)) {
            throw new EngramException(path
                    + ": these weights are not on this machine; see \"engram models show "
                    + model.name() + "\", and add them with \"engram models add " + model.name() + "\"");
        }
        return path;
    }

    /**
     * @param model a model
     * @return what the store recorded of its files that are still there with the size they had
     * @throws IOException if the record cannot be read
     */
    public List<StoredFile> files(OfficialModel model) throws IOException {
        var present = new ArrayList<StoredFile>();
        for (StoredFile file : StoreRecord.read(folderOf(model).resolve(RECORD))) {
            Path path = folderOf(model).resolve(file.name());
            if (Files.isRegularFile(path) && Files.size(path) == file.bytes()) {
                present.add(file);
            }
        }
        return present;
    }

    /**
     * @param model a model
     * @return how much of it is here
     * @throws IOException if the record cannot be read
     */
    public ModelState state(OfficialModel model) throws IOException {
        List<String> present = files(model).stream().map(StoredFile::name).toList();
        long count = model.files().stream().filter(file -> present.contains(file.name())).count();
        return count == 0
                ? ModelState.ABSENT
                : count == model.files().size() ? ModelState.INSTALLED : ModelState.INCOMPLETE;
    }

    /**
     * @param model a model
     * @return whether files of it were ever added and not removed, though they may be damaged or gone
     */
    public boolean hasRecord(OfficialModel model) {
        return Files.exists(folderOf(model).resolve(RECORD));
    }

    /**
     * @param model a model
     * @return the files that still have to be fetched or imported
     * @throws IOException if the record cannot be read
     */
    public List<ModelFile> missing(OfficialModel model) throws IOException {
        Map<String, StoredFile> present = files(model).stream()
                .collect(Collectors.toMap(StoredFile::name, file -> file, (first, second) -> second));
        return model.files().stream().filter(file -> !present.containsKey(file.name())
                || !file.sha256().orElse(present.get(file.name()).sha256())
                        .equals(present.get(file.name()).sha256()))
                .toList();
    }

    /**
     * Fetches the files of a model that are not here yet.
     *
     * @param model the model
     * @param download how to fetch
     * @param trust whether files without a registered checksum are taken
     * @return the files that were added
     * @throws EngramException if a file cannot be had, or is not the right one
     * @throws IOException if a file cannot be written
     */
    public List<StoredFile> download(OfficialModel model, ModelDownload download, Trust trust)
            throws IOException {
        List<ModelFile> missing = missing(model);
        for (ModelFile file : missing) {
            if (file.address().isEmpty()) {
                throw new EngramException(
                        file.name() + " of " + model.name() + " cannot be fetched by a program: get it"
                                + " from " + model.source() + " and run \"engram models add " + model.name()
                                + " --from FILE\"");
            }
            requireTrusted(model, file, trust);
        }
        var added = new ArrayList<StoredFile>();
        for (ModelFile file : missing) {
            String sha256 = download.fetch(file.address().orElseThrow(), folderOf(model).resolve(file.name()),
                    file.bytes(), expected(model, file));
            added.add(record(model, file, sha256, file.address().orElseThrow().toString()));
        }
        return added;
    }

    /**
     * Copies files somebody fetched by hand, with the same checks.
     *
     * @param model the model
     * @param from a file of the model, or a folder that holds all that are not here yet, under their names in the store
     *        or the paths they have at the source
     * @param trust whether files without a registered checksum are taken
     * @param progress where bytes are reported, and what can cancel
     * @return the files that were added
     * @throws EngramException if a file is missing or not the right one
     * @throws IOException if a file cannot be read or written
     */
    public List<StoredFile> importFrom(OfficialModel model, Path from, Trust trust, Progress progress)
            throws IOException {
        Map<ModelFile, Path> found = LocalCopy.find(model, missing(model), from);
        for (ModelFile file : found.keySet()) {
            requireTrusted(model, file, trust);
        }
        var added = new ArrayList<StoredFile>();
        for (Map.Entry<ModelFile, Path> each : found.entrySet()) {
            ModelFile file = each.getKey();
            String sha256 = LocalCopy.copy(each.getValue(), folderOf(model).resolve(file.name()),
                    file.bytes(),
                    expected(model, file), progress);
            added.add(record(model, file, sha256, each.getValue().toAbsolutePath().normalize().toString()));
        }
        return added;
    }

    /**
     * Reads every file of a model again and compares its checksum with the registered one, or else with the one it was
     * added with.
     *
     * @param model the model
     * @param progress where bytes are reported, and what can cancel
     * @return one outcome per file of the model
     * @throws IOException if a file cannot be read
     */
    public List<FileCheck> verify(OfficialModel model, Progress progress) throws IOException {
        Map<String, StoredFile> stored = new LinkedHashMap<>();
        StoreRecord.read(folderOf(model).resolve(RECORD)).forEach(file -> stored.put(file.name(), file));
        var checks = new ArrayList<FileCheck>();
        for (ModelFile file : model.files()) {
            FileCheck check = check(model, file, Optional.ofNullable(stored.get(file.name())), progress);
            checks.add(check);
            stored.computeIfPresent(file.name(), (name, old) -> check.outcome() != Outcome.GOOD
                    ? old
                    : new StoredFile(name, old.bytes(), old.sha256(), file.sha256().isPresent(), old.origin(),
                            old.added(), now()));
        }
        if (!stored.isEmpty()) {
            StoreRecord.write(folderOf(model).resolve(RECORD), model, stored.values());
        }
        return checks;
    }

    private FileCheck check(OfficialModel model, ModelFile file, Optional<StoredFile> stored,
            Progress progress)
            throws IOException {
        Path path = folderOf(model).resolve(file.name());
        if (!Files.isRegularFile(path)) {
            return new FileCheck(file.name(), Outcome.MISSING, "is not there");
        }
        Optional<String> expected = file.sha256().or(() -> stored.map(StoredFile::sha256));
        if (expected.isEmpty()) {
            return new FileCheck(file.name(), Outcome.DAMAGED,
                    "was put there by hand: remove it and import it with --from");
        }
        String found = Checksum.of(path, progress);
        if (!found.equals(expected.get())) {
            return new FileCheck(file.name(), Outcome.DAMAGED,
                    "has the sha256 " + found + " but " + expected.get() + " was expected");
        }
        return new FileCheck(file.name(), Outcome.GOOD, file.sha256().isPresent()
                ? "has the registered checksum"
                : "has the checksum it was added with (none is registered)");
    }

    /**
     * Deletes a model's files. The checksums first seen of unpinned files are kept.
     *
     * @param model the model
     * @return whether there was anything to delete
     * @throws IOException if a file cannot be deleted
     */
    public boolean remove(OfficialModel model) throws IOException {
        Path home = folderOf(model);
        if (!Files.isDirectory(home)) {
            return false;
        }
        List<Path> all;
        try (Stream<Path> files = Files.list(home)) {
            all = files.toList();
        }
        for (Path file : all) {
            // Only files are ever put there; what somebody else put into a folder below stays, and is named.
            Files.delete(file);
        }
        Files.delete(home);
        return true;
    }

    private Optional<String> expected(OfficialModel model, ModelFile file) throws IOException {
        return file.sha256().isPresent()
                ? file.sha256()
                : StoreRecord.firstSeen(folder.resolve(FIRST_SEEN), model, file.name());
    }

    private void requireTrusted(OfficialModel model, ModelFile file, Trust trust) throws IOException {
        if (trust == Trust.PINNED_ONLY && expected(model, file).isEmpty()) {
            throw new EngramException("no checksum of " + file.name() + " (" + model.name()
                    + ") is known, so whether"
                    + " it is the right file cannot be checked: give --accept-unpinned to take it and record its"
                    + " checksum");
        }
    }

    private StoredFile record(OfficialModel model, ModelFile file, String sha256, String origin)
            throws IOException {
        if (file.sha256().isEmpty()) {
            StoreRecord.writeFirstSeen(folder.resolve(FIRST_SEEN), model, file.name(), sha256);
        }
        StoredFile added = new StoredFile(file.name(), Files.size(folderOf(model).resolve(file.name())),
                sha256,
                file.sha256().isPresent(), origin, now(), now());
        Path path = folderOf(model).resolve(RECORD);
        Map<String, StoredFile> all = new LinkedHashMap<>();
        StoreRecord.read(path).forEach(old -> all.put(old.name(), old));
        all.put(file.name(), added);
        StoreRecord.write(path, model, all.values());
        return added;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
