package org.engram.io.bids;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.io.table.ClosestName;
import org.engram.io.table.JsonFile;

/** BIDS: raw data and derivatives, matched by the entities of their names. */
final class BidsLayout implements Layout {
    private static final Set<String> DERIVED = Set.of("space", "res", "den", "hemi", "desc", "label", "seg");
    private static final Set<String> BOLD_EXTENSIONS = Set.of(".nii.gz", ".nii", ".func.gii",
            ".dtseries.nii");
    private static final Set<String> ANATOMY = Set.of("T1w", "T2w", "PDw", "T2starw", "FLAIR", "T1map",
            "T2map",
            "UNIT1", "inplaneT1", "inplaneT2");
    /** fMRIPrep 1.0 and 1.1 wrote names outside the grammar: {@code sub-01_task-rest_bold_confounds.tsv}. */
    private static final String OLD_CONFOUNDS = "_bold_confounds.tsv";

    private final DatasetIndex index;
    private final Map<String, IndexedFile> images = new TreeMap<>();
    private final List<BoldRun> runs;

    BidsLayout(DatasetIndex index) {
        this.index = index;
        List<BoldRun> found = new ArrayList<>();
        for (IndexedFile file : index.withSuffix("bold")) {
            BidsName name = file.bids().orElseThrow();
            if (BOLD_EXTENSIONS.contains(name.extension()) && name.entity("sub").isPresent()
                    && file.dataset().startsWith("0:")) {
                BoldRun run = new BoldRun(file.path(), file.relative(), name.entities());
                found.add(run);
                images.put(run.relativePath(), file);
            }
        }
        this.runs = found.stream().sorted().toList();
    }

    @Override
    public List<BoldRun> boldImages() {
        return runs;
    }

    @Override
    public boolean owns(BoldRun run) {
        return images.containsKey(run.relativePath());
    }

    private IndexedFile image(BoldRun run) {
        return images.get(run.relativePath());
    }

    @Override
    public boolean hasEvents(BoldRun run, EventOptions options) {
        return eventsFile(run).isPresent();
    }

    @Override
    public Events events(BoldRun run, EventOptions options) throws IOException {
        Optional<Path> file = eventsFile(run);
        if (file.isEmpty()) {
            BidsName wanted = new BidsName(acquired(run), "events", ".tsv");
            List<String> names = index.files().stream().map(IndexedFile::name)
                    .filter(name -> name.endsWith("_events.tsv")).distinct().toList();
            String instead = names.isEmpty()
                    ? "there is no _events.tsv here (for derivatives, open the raw dataset together with them)"
                    : "the nearest names there are: "
                            + String.join(", ", ClosestName.nearest(wanted.fileName(), names, 3));
            throw new EngramException("no events for " + run.label() + ": looked for " + wanted.fileName()
                    + ", or fewer entities, in " + image(run).within() + " and the folders above; "
                    + instead);
        }
        return Events.read(file.get(), options);
    }

    private Optional<Path> eventsFile(BoldRun run) {
        String own = image(run).dataset();
        Predicate<IndexedFile> tsv = file -> file.bids().orElseThrow().extension().startsWith(".tsv");
        Optional<Path> found = nearest(run, "events", acquired(run),
                tsv.and(file -> file.dataset().equals(own)));
        return found.isPresent() ? found : nearest(run, "events", acquired(run), tsv.and(BidsLayout::isRaw));
    }

    private static boolean isRaw(IndexedFile file) {
        return file.dataset().endsWith(":");
    }

    /** The entities of the recording, without those that processing adds. */
    private static Map<String, String> acquired(BoldRun run) {
        Map<String, String> entities = new LinkedHashMap<>(run.entities());
        entities.keySet().removeAll(DERIVED);
        return entities;
    }

    private Optional<Path> nearest(BoldRun run, String suffix, Map<String, String> entities,
            Predicate<IndexedFile> filter) {
        List<IndexedFile> found = index.inOrAbove(suffix, image(run).within()).stream().filter(filter)
                .filter(file -> file.appliesTo(image(run).within(), entities)).toList();
        return only(found, IndexedFile::specificity, run, suffix + " file");
    }

    /** The candidate of the highest rank; two of the same rank are an error. */
    private static Optional<Path> only(List<IndexedFile> candidates,
            ToIntFunction<IndexedFile> rank, BoldRun run, String what) {
        int best = candidates.stream().mapToInt(rank).max().orElse(0);
        List<IndexedFile> top = candidates.stream().filter(file -> rank.applyAsInt(file) == best).toList();
        if (top.size() > 1) {
            throw new EngramException(
                    run.label() + " has " + top.size() + " candidates for its " + what + ": "
                            + ClosestName.list(top.stream().map(IndexedFile::relative).toList())
                            + "; keep one, or name the file");
        }
        return top.stream().map(IndexedFile::path).findFirst();
    }

    @Override
    public Optional<Path> confounds(BoldRun run) {
        IndexedFile image = image(run);
        Map<String, String> entities = acquired(run);
        List<IndexedFile> candidates = new ArrayList<>();
        for (String suffix : List.of("timeseries", "regressors")) {
            for (IndexedFile file : index.inOrAbove(suffix, image.within())) {
                BidsName name = file.bids().orElseThrow();
                boolean confounds = name.entity("desc").filter("confounds"::equals).isPresent()
                        && name.extension().equals(".tsv");
                if (confounds && file.folder().equals(image.folder())
                        && file.dataset().equals(image.dataset())
                        && name.without("desc").isWithin(entities)) {
                    candidates.add(file);
                }
            }
        }
        if (candidates.isEmpty()) {
            candidates.addAll(oldConfounds(image, entities));
        }
        return only(candidates, file -> file.bids().map(name -> name.entities().size()).orElse(0), run,
                "confounds file");
    }

    private List<IndexedFile> oldConfounds(IndexedFile image, Map<String, String> entities) {
        return index.beside(image).stream().filter(file -> file.name().endsWith(OLD_CONFOUNDS)
                && BidsName.tryParse(file.name().replace(OLD_CONFOUNDS, "_bold.tsv"))
                        .filter(name -> name.isWithin(entities)).isPresent())
                .toList();
    }

    @Override
    public Map<String, Object> metadata(BoldRun run) throws IOException {
        return merge(sidecars(run, image(run).dataset(), run.entities()));
    }

    private static Map<String, Object> merge(List<IndexedFile> sidecars) throws IOException {
        Map<String, Object> merged = new LinkedHashMap<>();
        for (IndexedFile sidecar : sidecars) {
            merged.putAll(JsonFile.read(sidecar.path()));
        }
        return merged;
    }

    /** The JSON files that apply, the most general first. */
    private List<IndexedFile> sidecars(BoldRun run, String dataset, Map<String, String> entities) {
        List<IndexedFile> found = index.inOrAbove("bold", image(run).within()).stream()
                .filter(file -> file.name().endsWith(".json") && file.dataset().equals(dataset)
                        && file.appliesTo(image(run).within(), entities))
                .sorted(Comparator.comparingInt(IndexedFile::specificity)).toList();
        for (int i = 1; i < found.size(); i++) {
            if (found.get(i).specificity() == found.get(i - 1).specificity()) {
                throw new EngramException(
                        run.label() + ": the sidecars " + found.get(i - 1).relative() + " and "
                                + found.get(i).relative() + " apply with the same right: keep one of them");
            }
        }
        return found;
    }

    @Override
    public Optional<DeclaredTime> repetitionTime(BoldRun run) throws IOException {
        List<List<IndexedFile>> places = new ArrayList<>();
        places.add(sidecars(run, image(run).dataset(), run.entities()));
        index.inOrAbove("bold", image(run).within()).stream().filter(BidsLayout::isRaw)
                .map(IndexedFile::dataset).distinct()
                .forEach(raw -> places.add(sidecars(run, raw, acquired(run))));
        for (List<IndexedFile> sidecars : places) {
            for (int i = sidecars.size() - 1; i >= 0; i--) {
                Path file = sidecars.get(i).path();
                Object value = JsonFile.read(file).get("RepetitionTime");
                if (value instanceof Number seconds) {
                    return Optional.of(new DeclaredTime(seconds.doubleValue(), file.toString()));
                }
                if (value != null) {
                    throw new FormatException(file,
                            "RepetitionTime is \"" + value + "\"; expected a number of seconds");
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public Map<String, Path> masks(BoldRun run) {
        IndexedFile image = image(run);
        Map<String, Path> masks = new TreeMap<>();
        Map<String, List<IndexedFile>> byName = new TreeMap<>();
        for (IndexedFile file : index.inOrAbove("mask", image.within())) {
            BidsName name = file.bids().orElseThrow();
            boolean sameGrid = name.entity("space").equals(run.space())
                    && name.entity("res").equals(Optional.ofNullable(run.entities().get("res")));
            if (file.isImage() && sameGrid && file.dataset().equals(image.dataset())
                    && file.folder().equals(image.folder())
                    && name.without("desc", "label").isWithin(run.entities())) {
                String key = name.entity("desc").or(() -> name.entity("label")).orElse("mask");
                byName.computeIfAbsent(key, k -> new ArrayList<>()).add(file);
            }
        }
        byName.forEach((key, files) -> only(files, file -> file.bids().orElseThrow().entities().size(), run,
                key + " mask").ifPresent(path -> masks.put(key, path)));
        return masks;
    }

    @Override
    public List<Path> anatomy(String subject) {
        return index.files().stream()
                .filter(file -> file.isImage() && file.bids().isPresent()
                        && ANATOMY.contains(file.bids().get().suffix())
                        && file.bids().get().entity("sub").filter(subject::equals).isPresent())
                .map(IndexedFile::path).toList();
    }
}
