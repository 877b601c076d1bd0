package org.engram.io.bids;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Progress;
import org.engram.io.format.Formats;
import org.engram.io.recording.Recording;
import org.engram.io.recording.WritableRecordingFormat;
import org.engram.io.table.Column;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;

/**
 * Writes recordings into a BIDS dataset, raw or derivative: the data file in the format its name asks for, and beside it
 * {@code channels.tsv}, {@code events.tsv}, {@code electrodes.tsv} with {@code coordsystem.json} where places are known,
 * and the JSON sidecar with every field the standard requires. {@code dataset_description.json} is made when there is
 * none, and the subject is added to {@code participants.tsv}.
 *
 * <p>All files of a recording are made in a hidden folder of the dataset and moved into place when they are complete.
 *
 * <pre>{@code
 * new BidsRecordingWriter(Path.of("derivatives/clean"), Options.derivative(generator))
 *         .write(recording, BidsName.parse("sub-01_task-rest_desc-clean_eeg.fif"), notice -> {}, Progress.NONE);
 * }</pre>
 */
public final class BidsRecordingWriter {
    private static final Set<String> DATATYPES = Set.of("eeg", "meg", "ieeg");
    private static final String PARTICIPANTS = "participants.tsv";

    private final Path root;
    private final Options options;
    private final Function<Path, WritableRecordingFormat> formats;

    /**
     * What is written beside the recording itself.
     *
     * @param description what {@code dataset_description.json} says when it is made
     * @param overwrite whether files that are there may be replaced
     * @param sidecar fields of the JSON sidecar to add or replace, such as {@code SoftwareFilters}
     * @param participant columns of {@code participants.tsv} to fill in for a new subject, such as {@code age}
     */
    public record Options(DatasetDescription description, boolean overwrite, Map<String, Object> sidecar,
            Map<String, String> participant) {
        /** Copies the maps, keeping their order. */
        public Options {
            Objects.requireNonNull(description, "description");
            sidecar = Collections.unmodifiableMap(new LinkedHashMap<>(sidecar));
            participant = Collections.unmodifiableMap(new LinkedHashMap<>(participant));
        }

        /**
         * @param name name of the dataset
         * @return a raw dataset; nothing is overwritten, nothing added
         */
        public static Options raw(String name) {
            return new Options(new DatasetDescription(name, "1.10.0", "raw", List.of(), List.of()), false,
                    Map.of(), Map.of());
        }

        /**
         * @param generator the program that makes it
         * @return a derivative dataset named after the program; nothing is overwritten, nothing added
         */
        public static Options derivative(DatasetDescription.Generator generator) {
            return new Options(DatasetDescription.derivative(generator.name(), generator, List.of()), false,
                    Map.of(), Map.of());
        }

        /**
         * @param value whether files that are there may be replaced
         * @return these options, so
         */
        public Options withOverwrite(boolean value) {
            return new Options(description, value, sidecar, participant);
        }

        /**
         * @param fields fields of the JSON sidecar to add or replace
         * @return these options with them
         */
        public Options withSidecar(Map<String, Object> fields) {
            return new Options(description, overwrite, fields, participant);
        }

        /**
         * @param columns columns of {@code participants.tsv} for a new subject
         * @return these options with them
         */
        public Options withParticipant(Map<String, String> columns) {
            return new Options(description, overwrite, sidecar, columns);
        }
    }

    /**
     * @param root folder of the dataset; made when it is not there
     * @param options what is written beside recordings
     */
    public BidsRecordingWriter(Path root, Options options) {
        this(root, options, file -> Formats.forName(WritableRecordingFormat.class, file));
    }

    BidsRecordingWriter(Path root, Options options, Function<Path, WritableRecordingFormat> formats) {
        this.root = root;
        this.options = options;
        this.formats = formats;
    }

    /**
     * @param recording what to write
     * @param name its file name: {@code sub} and {@code task} are needed; the suffix {@code eeg}, {@code meg} or
     *     {@code ieeg} says what kind it is, the extension in which format
     * @param notices told what the format could not keep
     * @param progress told how far it is
     * @return the data file
     * @throws EngramException if the name is no recording's, or a file is there and may not be replaced
     * @throws IOException if writing fails; then nothing has changed, unless it fails while files are moved into place
     */
    public Path write(Recording recording, BidsName name, Consumer<Notice> notices, Progress progress)
            throws IOException {
        if (!DATATYPES.contains(name.suffix()) || name.entity("sub").isEmpty()
                || name.entity("task").isEmpty()) {
            throw new EngramException(
                    "\"" + name.fileName() + "\" is no name of a recording: it needs sub-, task-"
                            + " and one of the suffixes eeg, meg and ieeg, such as sub-01_task-rest_eeg.edf");
        }
        Path target = folder(name);
        Path data = target.resolve(name.fileName());
        refuse(data);
        WritableRecordingFormat format = formats.apply(data);
        Files.createDirectories(root);
        Path staging = Files.createTempDirectory(root, ".writing-");
        try {
            format.write(recording, staging.resolve(name.fileName()), notices, progress);
            sidecars(recording, name, staging);
            moveAll(staging, target, name);
        } finally {
            deleteAll(staging);
        }
        if (!Files.exists(root.resolve(DatasetDescription.FILE_NAME))) {
            options.description().write(root);
        }
        participants("sub-" + name.entity("sub").orElseThrow());
        return data;
    }

    private Path folder(BidsName name) {
        Path folder = root.resolve("sub-" + name.entity("sub").orElseThrow());
        Optional<String> session = name.entity("ses");
        return (session.isPresent() ? folder.resolve("ses-" + session.get()) : folder).resolve(name.suffix());
    }

    private void refuse(Path file) {
        if (Files.exists(file) && !options.overwrite()) {
            throw new EngramException(file + ": is there already; choose another name, or allow overwriting");
        }
    }

    private void sidecars(Recording recording, BidsName name, Path folder) throws IOException {
        RecordingSidecars sidecars = new RecordingSidecars(recording, name.suffix());
        TableFile.write(folder.resolve(ending(name, "channels", ".tsv")), sidecars.channels());
        if (!recording.annotations().isEmpty()) {
            TableFile.write(folder.resolve(ending(name, "events", ".tsv")), sidecars.events());
        }
        Optional<Table> electrodes = sidecars.electrodes();
        if (electrodes.isPresent()) {
            TableFile.write(folder.resolve(shared(name, "electrodes", ".tsv")), electrodes.get());
        }
        if (electrodes.isPresent() || name.suffix().equals("meg")) {
            JsonFile.write(folder.resolve(shared(name, "coordsystem", ".json")), sidecars.coordinateSystem());
        }
        Map<String, Object> fields = sidecars.fields(name.entity("task").orElseThrow());
        fields.putAll(options.sidecar());
        JsonFile.write(folder.resolve(ending(name, name.suffix(), ".json")), fields);
    }

    private static String ending(BidsName name, String suffix, String extension) {
        return name.without("split").withEnding(suffix, extension).fileName();
    }

    /** Places belong to a session, not to a run: the name has neither task nor run. */
    private static String shared(BidsName name, String suffix, String extension) {
        Map<String, String> kept = new LinkedHashMap<>(name.entities());
        kept.keySet().retainAll(Set.of("sub", "ses", "acq", "desc"));
        if (!name.suffix().equals("meg")) {
            kept.put("space", name.suffix().equals("eeg") ? "CapTrak" : "Other");
        }
        return new BidsName(kept, suffix, extension).fileName();
    }

    /** Moves what was made; files shared with other runs may be there if they say the same. */
    private void moveAll(Path staging, Path target, BidsName name) throws IOException {
        List<Path> made;
        try (Stream<Path> files = Files.list(staging)) {
            made = new ArrayList<>(files.sorted().toList());
        }
        for (Path file : List.copyOf(made)) {
            Path place = target.resolve(file.getFileName().toString());
            boolean same = Files.isRegularFile(file) && Files.isRegularFile(place)
                    && Files.mismatch(file, place) < 0;
            if (same) {
                made.remove(file);
            } else {
                refuse(place);
            }
        }
        Files.createDirectories(target);
        String data = name.fileName(); // last, so that a reader that sees it sees everything
        made.sort(Comparator.comparing((Path file) -> file.getFileName().toString().equals(data)));
        for (Path file : made) {
            Path place = target.resolve(file.getFileName().toString());
            if (Files.isDirectory(place)) {
                deleteAll(place);
            }
            try {
                Files.move(file, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(file, place, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Adds a row for a subject that has none; columns and rows that are there stay. */
    private void participants(String subject) throws IOException {
        Path file = root.resolve(PARTICIPANTS);
        Table old = Files.exists(file)
                ? TableFile.read(file)
                : Table.of(Column.ofText("participant_id", List.of()));
        if (old.text("participant_id").contains(subject)) {
            return;
        }
        Set<String> names = new LinkedHashSet<>(old.columnNames());
        names.addAll(options.participant().keySet());
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            List<String> cells = new ArrayList<>();
            for (int row = 0; row < old.rowCount(); row++) {
                cells.add(old.has(name) ? old.column(name).text(row) : Column.MISSING);
            }
            cells.add(name.equals("participant_id")
                    ? subject
                    : options.participant().getOrDefault(name, Column.MISSING));
            columns.add(Column.ofText(name, cells));
        }
        TableFile.write(file, Table.of(columns.toArray(Column[]::new)));
    }
}
