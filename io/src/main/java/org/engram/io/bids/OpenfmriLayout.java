package org.engram.io.bids;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.table.ClosestName;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.io.table.TableFormat;

/**
 * OpenfMRI: {@code sub001/BOLD/task001_run001/bold*.nii.gz}, onsets below {@code model/}, keys in text files, and what
 * the years between OpenfMRI and BIDS put beside the image ({@code bold_events.tsv}, {@code bold_moest.txt}).
 */
final class OpenfmriLayout implements Layout {
    private static final Pattern BOLD = Pattern
            .compile("sub(\\w+)/BOLD/task(\\w+?)_run(\\w+)/(bold[^/]*?)\\.nii(\\.gz)?");
    private static final Pattern VARIANT = Pattern.compile("bold_?(.*)");
    private static final Pattern MOTION = Pattern
            .compile("bold.*(moest|motion|confounds|mcf)[^/]*\\.(txt|par|tsv)");

    private final Path root;
    private final DatasetIndex index;
    private final Map<String, String> stems = new TreeMap<>();
    private final List<BoldRun> runs;

    OpenfmriLayout(Path root, DatasetIndex index) {
        this.root = root;
        this.index = index;
        List<BoldRun> found = new ArrayList<>();
        for (IndexedFile file : index.files()) {
            Matcher matcher = BOLD.matcher(file.relative());
            if (matcher.matches() && file.dataset().startsWith("0:")) {
                Map<String, String> entities = new LinkedHashMap<>();
                entities.put("sub", matcher.group(1));
                entities.put("task", matcher.group(2));
                entities.put("run", matcher.group(3));
                found.add(new BoldRun(file.path(), file.relative(), entities));
                stems.put(file.relative(), matcher.group(4));
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
        return stems.containsKey(run.relativePath());
    }

    private static String folder(BoldRun run) {
        return run.relativePath().substring(0, run.relativePath().lastIndexOf('/'));
    }

    /** The folder name, {@code task001_run002}. */
    private static String folderName(BoldRun run) {
        return folder(run).substring(folder(run).lastIndexOf('/') + 1);
    }

    private Path subjectFolder(BoldRun run) {
        return root.resolve("sub" + run.subject());
    }

    @Override
    public boolean hasEvents(BoldRun run, EventOptions options) {
        return eventsFile(run).isPresent() || onsetFolder(run, options).isPresent();
    }

    @Override
    public Events events(BoldRun run, EventOptions options) throws IOException {
        Optional<Path> file = eventsFile(run);
        // A model asked for by name is meant even where a table of events lies beside the image.
        if (file.isPresent() && options.openfmriModel().isEmpty()) {
            return Events.read(file.get(), options);
        }
        Optional<Path> onsets = onsetFolder(run, options);
        if (onsets.isEmpty()) {
            throw new EngramException(
                    "no events for " + run.label() + ": looked for bold_events.tsv in " + folder(run)
                            + " and for sub" + run.subject() + "/model/"
                            + options.openfmriModel().orElse("<model>") + "/onsets/"
                            + folderName(run) + "; beside the image there is: "
                            + ClosestName.list(index.namesIn(folder(run))));
        }
        return readOnsets(run, onsets.get(), options);
    }

    private Optional<Path> eventsFile(BoldRun run) {
        List<String> names = index.namesIn(folder(run)).stream().filter(name -> name.endsWith("_events.tsv"))
                .toList();
        for (String wanted : List.of(stems.get(run.relativePath()) + "_events.tsv", "bold_events.tsv")) {
            if (names.contains(wanted)) {
                return Optional.of(run.image().resolveSibling(wanted));
            }
        }
        if (names.size() > 1) {
            throw new EngramException(run.label() + " has " + names.size() + " candidates for its events: "
                    + ClosestName.list(names) + "; keep one, or name it bold_events.tsv");
        }
        return names.stream().map(name -> run.image().resolveSibling(name)).findFirst();
    }

    private Optional<Path> onsetFolder(BoldRun run, EventOptions options) {
        Pattern pattern = Pattern.compile("sub" + Pattern.quote(run.subject()) + "/model/([^/]+)/onsets/"
                + Pattern.quote(folderName(run)) + "/cond[^/]*\\.txt");
        TreeSet<String> models = new TreeSet<>();
        for (IndexedFile file : index.files()) {
            Matcher matcher = pattern.matcher(file.relative());
            if (file.relative().startsWith("sub" + run.subject() + "/model/") && matcher.matches()
                    && options.openfmriModel().map(matcher.group(1)::equals).orElse(true)) {
                models.add(matcher.group(1));
            }
        }
        if (models.size() > 1) {
            throw new EngramException(
                    run.label() + " has onsets for several models: " + ClosestName.list(models)
                            + "; say which one is meant");
        }
        return models.stream().findFirst()
                .map(model -> subjectFolder(run).resolve("model").resolve(model).resolve("onsets")
                        .resolve(folderName(run)));
    }

    private Events readOnsets(BoldRun run, Path folder, EventOptions options) throws IOException {
        String model = folder.getParent().getParent().getFileName().toString();
        List<Notice> notices = new ArrayList<>();
        Map<String, String> names = conditionNames(run, model, notices);
        List<Event> events = new ArrayList<>();
        List<Path> files;
        try (var listing = Files.list(folder)) {
            files = listing.filter(file -> file.getFileName().toString().matches("cond.*\\.txt")).sorted()
                    .toList();
        }
        for (Path file : files) {
            String condition = file.getFileName().toString().replace(".txt", "");
            List<Event> found = onsets(file, names.getOrDefault(condition, condition));
            if (found.isEmpty()) {
                notices.add(new Notice("events-condition-empty",
                        file + ": no events of " + names.getOrDefault(condition, condition)
                                + " in this run"));
            }
            events.addAll(found);
        }
        return Events.of(events, folder.toString(), options.similarLabels(), notices);
    }

    private static List<Event> onsets(Path file, String trialType) throws IOException {
        List<Event> events = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            String[] words = line.strip().split("[\\s,]+");
            double[] values = {0, 0, 1};
            if (words.length < 2 || words.length > 3) {
                throw new FormatException(file, "line " + number + " has " + words.length
                        + " numbers; expected onset, duration and optionally a weight");
            }
            for (int i = 0; i < words.length; i++) {
                values[i] = number(file, number, words[i]);
            }
            if (values[1] < 0) {
                throw new FormatException(file,
                        "line " + number + " has the duration " + values[1] + " s: durations are 0 or more");
            }
            events.add(new Event(values[0], values[1], trialType, values[2]));
        }
        return events;
    }

    private static double number(Path file, int line, String word) {
        try {
            double value = Double.parseDouble(word);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below, together with infinities
        }
        throw new FormatException(file,
                "line " + line + " holds \"" + word + "\" where a number of seconds is expected");
    }

    /** Names by {@code condNNN}, from {@code models/<model>/condition_key.txt}. */
    private Map<String, String> conditionNames(BoldRun run, String model, List<Notice> notices)
            throws IOException {
        Path key = root.resolve("models").resolve(model).resolve("condition_key.txt");
        Map<String, String> names = new LinkedHashMap<>();
        if (!Files.exists(key)) {
            notices.add(new Notice("events-condition-key-missing",
                    key + " is not there: conditions are called by their file names"));
            return names;
        }
        for (String line : Files.readAllLines(key)) {
            String[] words = line.strip().split("\\s+");
            boolean withTask = words.length >= 3 && words[0].startsWith("task");
            if (withTask && !words[0].equals("task" + run.task().orElse(""))) {
                continue;
            }
            int from = withTask ? 1 : 0;
            if (words.length > from + 1) {
                names.put(words[from], String.join(" ", List.of(words).subList(from + 1, words.length)));
            }
        }
        return names;
    }

    @Override
    public Optional<Path> confounds(BoldRun run) {
        List<String> names = index.namesIn(folder(run)).stream()
                .filter(name -> MOTION.matcher(name).matches())
                .toList();
        if (names.size() > 1) {
            throw new EngramException(
                    run.label() + " has " + names.size() + " candidates for its confounds file: "
                            + ClosestName.list(names) + "; keep one, or name the file");
        }
        return names.stream().map(name -> run.image().resolveSibling(name)).findFirst();
    }

    @Override
    public Map<String, Object> metadata(BoldRun run) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        String task = key(root.resolve("task_key.txt"), "task" + run.task().orElse(""));
        if (task != null) {
            fields.put("TaskName", task);
        }
        Optional<DeclaredTime> time = scanKeyTime();
        time.ifPresent(declared -> fields.put("RepetitionTime", declared.seconds()));
        Path sidecar = sidecar(run);
        if (Files.exists(sidecar)) {
            fields.putAll(JsonFile.read(sidecar));
        }
        return fields;
    }

    private Path sidecar(BoldRun run) {
        return run.image().resolveSibling(stems.get(run.relativePath()) + ".json");
    }

    @Override
    public Optional<DeclaredTime> repetitionTime(BoldRun run) throws IOException {
        Path sidecar = sidecar(run);
        if (Files.exists(sidecar) && JsonFile.read(sidecar).get("RepetitionTime") instanceof Number seconds) {
            return Optional.of(new DeclaredTime(seconds.doubleValue(), sidecar.toString()));
        }
        return scanKeyTime();
    }

    private Optional<DeclaredTime> scanKeyTime() throws IOException {
        Path file = root.resolve("scan_key.txt");
        String text = key(file, "TR");
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new DeclaredTime(Double.parseDouble(text), file.toString()));
        } catch (NumberFormatException e) {
            throw new FormatException(file, FormatException.UNKNOWN_OFFSET,
                    "TR is \"" + text + "\"; expected a number of seconds", e);
        }
    }

    /** The rest of the line that begins with that word, or null. */
    private static String key(Path file, String word) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.strip().split("\\s+", 2);
            if (parts.length == 2 && parts[0].equals(word)) {
                return parts[1].strip();
            }
        }
        return null;
    }

    /** Those in {@code masks/<variant>} for {@code bold_<variant>.nii.gz}, and in {@code masks} for {@code bold.nii.gz}. */
    @Override
    public Map<String, Path> masks(BoldRun run) {
        Matcher matcher = VARIANT.matcher(stems.get(run.relativePath()));
        String variant = matcher.matches() ? matcher.group(1) : "";
        String folder = "sub" + run.subject() + "/masks" + (variant.isEmpty() ? "" : "/" + variant);
        Map<String, Path> masks = new TreeMap<>();
        for (IndexedFile file : index.files()) {
            if (file.isImage() && file.folder().equals(folder)) {
                masks.put(file.name().replaceFirst("\\.nii(\\.gz)?$", ""), file.path());
            }
        }
        return masks;
    }

    @Override
    public List<Path> anatomy(String subject) {
        String folder = "sub" + subject + "/anatomy";
        return index.files().stream().filter(file -> file.isImage() && file.folder().equals(folder))
                .map(IndexedFile::path).toList();
    }
}
