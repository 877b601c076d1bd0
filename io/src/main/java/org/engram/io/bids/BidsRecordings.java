package org.engram.io.bids;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Recordings;
import org.engram.io.table.ClosestName;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;

/**
 * The EEG, MEG and iEEG recordings of a dataset and what the files beside and above them say. Immutable and thread-safe.
 *
 * <p>Reading a run joins its data file with {@code channels.tsv} (types, bad channels, filters, reference),
 * {@code electrodes.tsv} and {@code coordsystem.json} (places), {@code events.tsv} (annotations) and the JSON sidecars
 * (mains, reference). JSON fields are inherited one by one, nearer files win; of tables the nearest one counts. A
 * derivative without a file of its own takes that of the raw dataset.
 */
public final class BidsRecordings {
    private static final Set<String> DATATYPES = Set.of("eeg", "meg", "ieeg");
    private static final Set<String> EXTENSIONS = Set.of(".edf", ".bdf", ".vhdr", ".set", ".fif", ".fif.gz",
            ".ds", ".con", ".sqd", ".gdf");
    private static final Set<String> ADDED = Set.of("split", "desc", "space", "res", "label");

    private final Path root;
    private final DatasetIndex index;
    private final Map<String, IndexedFile> files = new TreeMap<>();
    private final List<RecordingRun> runs;

    BidsRecordings(Path root, DatasetIndex index) {
        this.root = root;
        this.index = index;
        List<RecordingRun> found = new ArrayList<>();
        for (String datatype : DATATYPES) {
            for (IndexedFile file : index.withSuffix(datatype)) {
                BidsName name = file.bids().orElseThrow();
                if (isData(file, name) && name.entity("sub").isPresent() && file.dataset().startsWith("0:")) {
                    found.add(new RecordingRun(file.path(), file.relative(), datatype, name.entities()));
                    files.put(file.relative(), file);
                }
            }
        }
        this.runs = found.stream().sorted().toList();
    }

    /** A file with a known ending, or a folder without one (4D/BTi); of a split file the first part stands for all. */
    private static boolean isData(IndexedFile file, BidsName name) {
        String extension = name.extension().toLowerCase(Locale.ROOT);
        boolean folder = extension.isEmpty() && Files.isDirectory(file.path());
        boolean first = name.entity("split").map(part -> part.replaceFirst("^0+(?=.)", ""))
                .filter(part -> !part.equals("1")).isEmpty();
        return first && (folder || EXTENSIONS.contains(extension));
    }

    /** @return every recording, in order; may be empty */
    public List<RecordingRun> runs() {
        return runs;
    }

    /** @return the labels of the subjects that have recordings, in order */
    public List<String> subjects() {
        return labels("sub", Map.of());
    }

    /**
     * @param key an entity key, such as {@code ses} or {@code task}
     * @param entities only runs with these labels count
     * @return the labels that occur, in order
     */
    public List<String> labels(String key, Map<String, String> entities) {
        return runs.stream().filter(run -> BidsName.isWithin(entities, run.entities()))
                .map(run -> run.entities().get(key)).filter(label -> label != null).distinct()
                .sorted(BidsName::compareLabels).toList();
    }

    /**
     * @param entities labels by key, such as {@code sub=01, task=rest}; subjects with or without {@code sub-}
     * @return the runs that have all of them, in order; an error that says what there is when there are none
     */
    public List<RecordingRun> runs(Map<String, String> entities) {
        Map<String, String> wanted = new LinkedHashMap<>(entities);
        wanted.computeIfPresent("sub", (key, label) -> label.replaceFirst("^sub-", ""));
        List<RecordingRun> found = runs.stream().filter(run -> BidsName.isWithin(wanted, run.entities()))
                .toList();
        if (found.isEmpty()) {
            throw new EngramException(root + ": no EEG, MEG or iEEG recording with " + wanted + "; "
                    + (runs.isEmpty()
                            ? "there is none at all; looked for sub-*/**/{eeg,meg,ieeg}/*_{eeg,meg,ieeg} with "
                                    + EXTENSIONS.stream().sorted().toList()
                            : "there is: "
                                    + ClosestName.list(runs.stream().map(RecordingRun::label).toList())));
        }
        return found;
    }

    private IndexedFile file(RecordingRun run) {
        IndexedFile file = files.get(run.relativePath());
        if (file == null) {
            throw new IllegalArgumentException(run.relativePath() + " is no run of the dataset " + root);
        }
        return file;
    }

    /** What the recording was called before it was split or processed. */
    private static Map<String, String> acquired(RecordingRun run) {
        Map<String, String> entities = new LinkedHashMap<>(run.entities());
        entities.keySet().removeAll(ADDED);
        return entities;
    }

    /** All files of that kind that apply, the most general first; raw ones before those of the derivative itself. */
    private List<IndexedFile> applying(RecordingRun run, String suffix, String extension, boolean anySpace) {
        IndexedFile data = file(run);
        List<IndexedFile> found = new ArrayList<>();
        for (IndexedFile file : index.inOrAbove(suffix, data.within())) {
            boolean own = file.dataset().equals(data.dataset());
            BidsName name = file.bids().orElseThrow();
            Map<String, String> labels = anySpace ? name.without("space").entities() : name.entities();
            boolean above = file.within().isEmpty() || data.within().equals(file.within())
                    || data.within().startsWith(file.within() + "/");
            if (name.extension().equals(extension) && above && (own || file.dataset().endsWith(":"))
                    && BidsName.isWithin(labels, own ? run.entities() : acquired(run))) {
                found.add(file);
            }
        }
        found.sort(Comparator.comparingInt((IndexedFile f) -> f.dataset().equals(data.dataset()) ? 1 : 0)
                .thenComparingInt(IndexedFile::specificity));
        return found;
    }

    private Optional<Path> nearest(RecordingRun run, String suffix) {
        List<IndexedFile> found = applying(run, suffix, ".tsv", false);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1).path());
    }

    /**
     * @param run a run of this dataset
     * @return the fields of its JSON sidecars, inherited one by one; nearer files win; empty when there is none
     * @throws IOException if a file cannot be read
     */
    public Map<String, Object> metadata(RecordingRun run) throws IOException {
        Map<String, Object> merged = new LinkedHashMap<>();
        for (IndexedFile sidecar : applying(run, run.datatype(), ".json", false)) {
            merged.putAll(JsonFile.read(sidecar.path()));
        }
        return merged;
    }

    /**
     * @param run a run of this dataset
     * @return its {@code channels.tsv}
     * @throws IOException if it cannot be read
     */
    public Optional<Table> channels(RecordingRun run) throws IOException {
        return table(nearest(run, "channels"));
    }

    /**
     * @param run a run of this dataset
     * @return its {@code events.tsv} as it is
     * @throws IOException if it cannot be read
     */
    public Optional<Table> events(RecordingRun run) throws IOException {
        return table(nearest(run, "events"));
    }

    private static Optional<Table> table(Optional<Path> file) throws IOException {
        return file.isPresent() ? Optional.of(TableFile.read(file.get())) : Optional.empty();
    }

    /**
     * Reads a run with all that is said about it.
     *
     * @param run a run of this dataset
     * @param options how to read its data file
     * @param notices told what is odd, and where files contradict each other
     * @return the recording, samples read on demand
     * @throws IOException if a file cannot be read
     */
    public Recording read(RecordingRun run, ReadOptions options, Consumer<Notice> notices)
            throws IOException {
        if (!Files.exists(run.file())) {
            throw new EngramException(run.file() + ": is a link to a file that is not here; fetch its content"
                    + " first (datalad get, or git annex get)");
        }
        return describe(run, Recordings.read(run.file(), options, notices), notices);
    }

    /**
     * Joins a recording with what the dataset says about its run.
     *
     * @param run a run of this dataset
     * @param recording its data, read from its file in whatever way
     * @param notices told where files contradict each other
     * @return the recording with types, bad channels, places, annotations, mains and reference of the sidecars
     * @throws IOException if a file cannot be read
     */
    public Recording describe(RecordingRun run, Recording recording, Consumer<Notice> notices)
            throws IOException {
        Map<String, Object> metadata = metadata(run);
        Recording described = recording;
        Optional<Table> channels = channels(run);
        if (channels.isPresent()) {
            described = new ChannelSidecar(channels.get(), notices).apply(described);
        }
        Optional<ElectrodeSidecar> electrodes = electrodes(run, notices);
        if (electrodes.isPresent()) {
            described = electrodes.get().apply(described);
        }
        Optional<Table> events = events(run);
        if (events.isPresent()) {
            described = new EventSidecar(events.get(), notices).apply(described);
        }
        return apply(metadata, run, described, notices);
    }

    private Optional<ElectrodeSidecar> electrodes(RecordingRun run, Consumer<Notice> notices)
            throws IOException {
        List<IndexedFile> tables = applying(run, "electrodes", ".tsv", true);
        if (tables.isEmpty()) {
            return Optional.empty();
        }
        ElectrodeSidecar best = null;
        List<String> frames = new ArrayList<>();
        for (int i = tables.size() - 1; i >= 0; i--) {
            Optional<String> space = tables.get(i).bids().orElseThrow().entity("space");
            Map<String, Object> system = new LinkedHashMap<>();
            for (IndexedFile file : applying(run, "coordsystem", ".json", true)) {
                if (file.bids().orElseThrow().entity("space").equals(space)) {
                    system.putAll(JsonFile.read(file.path()));
                }
            }
            ElectrodeSidecar candidate = new ElectrodeSidecar(tables.get(i).path(), system, space.orElse(""),
                    notices);
            frames.add(candidate.frame());
            best = best == null || candidate.isHead() && !best.isHead() ? candidate : best;
        }
        if (tables.size() > 1 && frames.stream().distinct().count() > 1) {
            notices.accept(new Notice("bids-electrodes-several", run.label() + ": electrodes are given in "
                    + String.join(", ", frames) + "; taken were those in " + best.frame()));
        }
        return Optional.of(best);
    }

    private static Recording apply(Map<String, Object> metadata, RecordingRun run, Recording recording,
            Consumer<Notice> notices) {
        Recording.Builder builder = recording.toBuilder();
        if (metadata.get("PowerLineFrequency") instanceof Number mains && mains.doubleValue() > 0) {
            builder.lineFrequency(mains.doubleValue());
        }
        if (metadata.get("SamplingFrequency") instanceof Number rate
                && Math.abs(rate.doubleValue() - recording.samplingRateHz()) > 1e-3
                        * recording.samplingRateHz()) {
            notices.accept(new Notice("bids-sampling-rate-differs", run.label() + ": the sidecar says "
                    + rate + " Hz, the data file " + recording.samplingRateHz()
                    + " Hz; the file is believed"));
        }
        Object reference = metadata.getOrDefault("EEGReference", metadata.get("iEEGReference"));
        if (reference instanceof String text && !text.equals("n/a")) {
            List<Channel> channels = recording.channels().stream()
                    .map(c -> c.type().isBrain() && !c.type().isMeg() && c.reference().isEmpty()
                            ? c.withReference(text)
                            : c)
                    .toList();
            builder.channels(channels);
        }
        Map<String, String> facts = new LinkedHashMap<>(recording.facts());
        List.of("TaskName", "TaskDescription", "Manufacturer", "ManufacturersModelName", "SoftwareFilters")
                .forEach(key -> {
                    Object value = metadata.get(key);
                    if (value != null && !value.equals("n/a")) {
                        facts.put(key, value.toString());
                    }
                });
        return builder.facts(facts).build();
    }

    @Override
    public String toString() {
        return "BidsRecordings[" + root + ", " + runs.size() + " recordings of " + subjects().size()
                + " subjects]";
    }
}
