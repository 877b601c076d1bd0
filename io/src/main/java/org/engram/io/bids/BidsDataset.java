package org.engram.io.bids;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.table.ClosestName;

/**
 * An index over a dataset folder: raw BIDS, fMRIPrep-like derivatives (alone or in {@code derivatives/} of raw data, with
 * or without {@code dataset_description.json}), or the older OpenfMRI layout. Opening reads file names only; JSON and TSV
 * files are read when they are asked for, images never. Immutable and thread-safe; files added later are not seen.
 *
 * <p>Subjects are given as in the folder name or without its prefix: {@code sub-01}, {@code sub001}, {@code 01}. The
 * folders {@code sourcedata}, {@code code}, {@code stimuli}, {@code freesurfer}, {@code figures} and hidden ones are not
 * searched.
 */
public final class BidsDataset {
    /** What makes two images different runs; everything else makes them variants of one. */
    private static final List<String> RUN_KEYS = List.of("ses", "task", "acq", "ce", "dir", "run");

    private final Path root;
    private final List<Layout> layouts;
    private final List<BoldRun> images;
    private final List<String> subjects;
    private final Map<String, List<BoldRun>> imagesBySubject;
    private final DatasetIndex index;
    private final List<Notice> notices;

    private BidsDataset(Path root, DatasetIndex index) {
        this.root = root;
        this.index = index;
        this.layouts = List.of(new BidsLayout(index), new OpenfmriLayout(root, index));
        this.images = layouts.stream().flatMap(layout -> layout.boldImages().stream()).sorted().toList();
        this.imagesBySubject = images.stream().collect(Collectors.groupingBy(BoldRun::subject));
        this.subjects = ordered(imagesBySubject.keySet());
        this.notices = misnamed(index);
    }

    /**
     * Opens a dataset. Derivatives that lie in {@code <raw>/derivatives/<name>} find events and sidecars in that raw
     * dataset by themselves; for others, give it.
     *
     * @param root the folder of the dataset
     * @param rawDatasets where events and sidecars are looked for as well; their images are not listed
     * @return the dataset
     * @throws IOException if the folder cannot be read
     */
    public static BidsDataset open(Path root, Path... rawDatasets) throws IOException {
        Set<Path> roots = new LinkedHashSet<>();
        roots.add(root.toAbsolutePath().normalize());
        Arrays.stream(rawDatasets).forEach(raw -> roots.add(raw.toAbsolutePath().normalize()));
        Path absolute = root.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (rawDatasets.length == 0 && parent != null && parent.endsWith("derivatives")) {
            roots.add(parent.getParent());
        }
        for (Path folder : roots) {
            if (!Files.isDirectory(folder)) {
                throw new EngramException(
                        folder + ": " + (Files.exists(folder) ? "is a file" : "is not there")
                                + "; expected the folder of a dataset" + siblings(folder));
            }
        }
        return new BidsDataset(absolute, new DatasetIndex(List.copyOf(roots)));
    }

    private static String siblings(Path missing) throws IOException {
        Path parent = missing.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return "";
        }
        try (Stream<Path> list = Files.list(parent)) {
            List<String> names = list.map(path -> path.getFileName().toString()).sorted().toList();
            return "; in " + parent + " " + ClosestName.hint(missing.getFileName().toString(), names);
        }
    }

    private static List<Notice> misnamed(DatasetIndex index) {
        List<String> names = index.files().stream()
                .filter(file -> file.bids().isEmpty() && file.isImage() && file.name().startsWith("sub-"))
                .map(IndexedFile::relative).toList();
        return names.isEmpty()
                ? List.of()
                : List.of(new Notice("bids-name-invalid",
                        names.size() + " images do not follow the BIDS naming and are"
                                + " left out: " + ClosestName.list(names)));
    }

    /** @return its EEG, MEG and iEEG recordings */
    public BidsRecordings recordings() {
        return new BidsRecordings(root, index);
    }

    /** @return the folder of the dataset, absolute */
    public Path root() {
        return root;
    }

    /** @return {@code bids-name-invalid} when images are left out because of their names */
    public List<Notice> notices() {
        return notices;
    }

    /** @return the labels of the subjects that have BOLD images, in order; an error when there are none at all */
    public List<String> subjects() {
        if (images.isEmpty()) {
            throw new EngramException(root + ": no BOLD images; looked for sub-*/**/func/*_bold.nii.gz and"
                    + " sub*/BOLD/task*_run*/bold*.nii.gz; " + topLevel()
                    + (notices.isEmpty() ? "" : "; " + notices.get(0).text()));
        }
        return subjects;
    }

    private String topLevel() {
        List<String> names = index.files().stream().filter(file -> file.dataset().startsWith("0:"))
                .map(file -> file.relative().replaceFirst("/.*", "/")).distinct().toList();
        return names.isEmpty() ? "the folder is empty" : "there is: " + ClosestName.list(names);
    }

    private static List<String> ordered(Collection<String> labels) {
        return labels.stream().distinct().sorted(BidsName::compareLabels).toList();
    }

    /**
     * @param subject a subject
     * @return its label as this dataset writes it; the error lists the subjects there are
     */
    public String subject(String subject) {
        List<String> known = subjects();
        String label = imagesBySubject.containsKey(subject) ? subject : subject.replaceFirst("^sub-?", "");
        if (!imagesBySubject.containsKey(label)) {
            throw new EngramException(root + ": no subject \"" + subject + "\" with BOLD images; "
                    + ClosestName.hint(label, known));
        }
        return label;
    }

    /**
     * @param subject a subject
     * @return the labels of its sessions; empty when it has none
     */
    public List<String> sessions(String subject) {
        return labels(subject, "ses");
    }

    /**
     * @param subject a subject
     * @return the labels of its tasks
     */
    public List<String> tasks(String subject) {
        return labels(subject, "task");
    }

    private List<String> labels(String subject, String key) {
        String label = subject(subject);
        return ordered(
                images.stream().filter(run -> run.subject().equals(label) && run.entities().containsKey(key))
                        .map(run -> run.entities().get(key)).toList());
    }

    /**
     * @param subject a subject
     * @param selector which images
     * @return all of them, in order of session, task and run; several may be variants of one run (echoes, spaces); may be
     *     empty
     */
    public List<BoldRun> boldImages(String subject, BoldSelector selector) {
        String label = subject(subject);
        List<BoldRun> ofSubject = imagesBySubject.get(label);
        List<BoldRun> named = ofSubject.stream().filter(selector::names).toList();
        return named.isEmpty() ? ofSubject.stream().filter(selector::matches).toList() : named;
    }

    /**
     * @param subject a subject
     * @param selector which images
     * @return one image for each run, in order of session, task and run. An error when none is selected, when two are
     *     variants of one run, or when one is a link to a file that is not here.
     */
    public List<BoldRun> boldRuns(String subject, BoldSelector selector) {
        List<BoldRun> selected = boldImages(subject, selector);
        if (selected.isEmpty()) {
            List<String> names = boldImages(subject, BoldSelector.of("**")).stream()
                    .map(BoldRun::relativePath)
                    .toList();
            throw new EngramException("subject " + subject(subject) + ": no BOLD image matches \"" + selector
                    + "\"; there is: " + ClosestName.list(names));
        }
        Map<List<String>, BoldRun> byRun = new LinkedHashMap<>();
        for (BoldRun run : selected) {
            List<String> key = RUN_KEYS.stream().map(name -> run.entities().getOrDefault(name, "")).toList();
            BoldRun other = byRun.put(key, run);
            if (other != null) {
                throw ambiguous(run, key, selected);
            }
            if (!Files.exists(run.image())) {
                throw new EngramException(
                        run.image() + ": is a link to a file that is not here; fetch its content"
                                + " first (datalad get, or git annex get)");
            }
        }
        return selected;
    }

    private EngramException ambiguous(BoldRun run, List<String> key, List<BoldRun> selected) {
        List<String> variants = new ArrayList<>();
        for (BoldRun candidate : selected) {
            if (RUN_KEYS.stream().map(name -> candidate.entities().getOrDefault(name, "")).toList()
                    .equals(key)) {
                variants.add(candidate.relativePath());
            }
        }
        return new EngramException(run.label() + " has " + variants.size() + " BOLD images: "
                + ClosestName.list(variants)
                + "; select one by its entities (space-..._desc-preproc) or a file name"
                + " pattern (" + Path.of(variants.get(0)).getFileName() + ")");
    }

    private Layout layout(BoldRun run) {
        return layouts.stream().filter(layout -> layout.owns(run)).findFirst().orElseThrow(
                () -> new IllegalArgumentException(
                        run.relativePath() + " is not a run of the dataset " + root));
    }

    /**
     * @param run a run of this dataset
     * @return whether it has events
     */
    public boolean hasEvents(BoldRun run) {
        return layout(run).hasEvents(run, EventOptions.defaults());
    }

    /**
     * Reads the events of a run: the {@code _events.tsv} nearest to it (for a derivative, in the raw dataset), or
     * OpenfMRI onset files, one condition each, named by {@code condition_key.txt}.
     *
     * @param run a run of this dataset
     * @param options how to read them
     * @return its events; the error says where they were looked for and what is there instead
     * @throws IOException if a file cannot be read
     */
    public Events events(BoldRun run, EventOptions options) throws IOException {
        return layout(run).events(run, options);
    }

    /**
     * Finds the confounds of a run: the {@code desc-confounds_timeseries.tsv} (or {@code _regressors.tsv}) in its folder
     * that shares the most entities with it, space, resolution, density, hemisphere and description aside; in OpenfMRI
     * folders the text file of motion estimates.
     *
     * @param run a run of this dataset
     * @return the file; an error when two fit equally
     */
    public Optional<Path> confounds(BoldRun run) {
        return layout(run).confounds(run);
    }

    /**
     * @param run a run of this dataset
     * @return its confounds file; the error says what was looked for and what is there instead
     */
    public Path requireConfounds(BoldRun run) {
        return confounds(run).orElseThrow(() -> {
            String folder = run.relativePath().substring(0, run.relativePath().lastIndexOf('/'));
            List<String> names = index.namesIn(folder).stream()
                    .filter(name -> name.endsWith(".tsv") || name.endsWith(".txt")).toList();
            return new EngramException("no confounds for " + run.label()
                    + ": looked for *_desc-confounds_timeseries.tsv"
                    + " and *_desc-confounds_regressors.tsv in " + folder + "; "
                    + (names.isEmpty() ? "no table is there" : "there is: " + ClosestName.list(names)));
        });
    }

    /**
     * @param run a run of this dataset
     * @return the fields of its JSON sidecars, inherited from the folders above; nearer ones win. For OpenfMRI what the
     *     key files say. Empty when there is nothing.
     * @throws IOException if a file cannot be read
     */
    public Map<String, Object> metadata(BoldRun run) throws IOException {
        return layout(run).metadata(run);
    }

    /**
     * @param run a run of this dataset
     * @param headerSeconds what the header of the image says, if it is known
     * @return the repetition time: a sidecar's (for a derivative without one, the raw image's), then
     *     {@code scan_key.txt}, then the header's
     * @throws IOException if a sidecar cannot be read
     */
    public RepetitionTime repetitionTime(BoldRun run, OptionalDouble headerSeconds) throws IOException {
        Optional<Layout.DeclaredTime> declared = layout(run).repetitionTime(run);
        OptionalDouble seconds = declared.isPresent()
                ? OptionalDouble.of(declared.get().seconds())
                : OptionalDouble.empty();
        return RepetitionTime.decide(seconds, declared.map(Layout.DeclaredTime::source).orElse(""),
                headerSeconds,
                run.image().toString());
    }

    /**
     * @param run a run of this dataset
     * @return the masks on its grid by name ({@code brain}, {@code vt}), in order: {@code *_desc-<name>_mask.nii.gz} of
     *     the same space and resolution, or the files of an OpenfMRI {@code masks} folder
     */
    public Map<String, Path> masks(BoldRun run) {
        return layout(run).masks(run);
    }

    /**
     * @param run a run of this dataset
     * @return its brain mask
     */
    public Optional<Path> brainMask(BoldRun run) {
        return Optional.ofNullable(masks(run).get("brain"));
    }

    /**
     * @param subject a subject
     * @return its anatomical images (T1w, T2w, ...), raw before derived, in order of their paths; may be empty
     */
    public List<Path> anatomy(String subject) {
        String label = subject(subject);
        Set<Path> found = new LinkedHashSet<>();
        layouts.forEach(layout -> found.addAll(layout.anatomy(label)));
        return List.copyOf(found);
    }

    @Override
    public String toString() {
        return "BidsDataset[" + root + ", " + images.size() + " BOLD images of "
                + subjects.size() + " subjects]";
    }
}
