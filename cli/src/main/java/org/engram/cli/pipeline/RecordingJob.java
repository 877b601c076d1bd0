package org.engram.cli.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.engram.io.bids.BidsName;
import org.engram.io.bids.RecordingRun;

/**
 * One recording on its way through the chain, and the names of what is made of it.
 *
 * @param run the recording
 * @param root the dataset
 * @param derivatives the folder for results
 */
record RecordingJob(RecordingRun run, Path root, Path derivatives) {
    /** The name without what it holds: {@code sub-01_task-rest}. */
    String id() {
        return name("x", ".y").replaceFirst("_x\\.y$", "");
    }

    private String name(String suffix, String extension) {
        return bids().withEnding(suffix, extension).fileName();
    }

    private BidsName bids() {
        Map<String, String> entities = new LinkedHashMap<>(run.entities());
        entities.remove("split");
        entities.remove("desc");
        return new BidsName(entities, run.datatype(), "");
    }

    BidsName cleaned() {
        return bids().with("desc", "clean").withEnding(run.datatype(), ".fif");
    }

    private Path folder() {
        Path subject = derivatives.resolve("sub-" + run.subject());
        return run.session().map(label -> subject.resolve("ses-" + label)).orElse(subject)
                .resolve(run.datatype());
    }

    Path cleanedFile() {
        return folder().resolve(cleaned().fileName());
    }

    Path epochsFile() {
        return folder().resolve(bids().with("desc", "epochs").withEnding("epo", ".fif").fileName());
    }

    /** Beside the epochs, under the name {@code engram decode} looks for. */
    Path trialsFile() {
        return folder().resolve(bids().with("desc", "epochs").withEnding("trials", ".tsv").fileName());
    }

    Path page() {
        return folder().resolve(name("report", ".html"));
    }

    Path signalsPage() {
        return folder().resolve(name("signals", ".html"));
    }

    /**
     * Size and time of change of every file that says something about the recording: those beside it that begin with its
     * name, tables and JSON files beside and above it.
     */
    Map<String, Object> inputs() throws IOException {
        Map<String, Object> inputs = new TreeMap<>();
        Path data = run.file().toAbsolutePath().normalize();
        String stem = id();
        Path top = root.toAbsolutePath().normalize();
        for (Path folder = data.getParent(); folder != null && folder.startsWith(top); folder = folder
                .getParent()) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    boolean own = name.startsWith(stem) && folder.equals(data.getParent());
                    boolean sidecar = (name.endsWith(".tsv") || name.endsWith(".json")) && belongs(name);
                    if (own || sidecar) {
                        add(file, top, inputs);
                    }
                }
            }
        }
        return inputs;
    }

    /** Sidecars of this recording's subject and task, or of all. */
    private boolean belongs(String name) {
        if (name.startsWith("participants") || name.startsWith("dataset_description")) {
            return false;
        }
        return BidsName.tryParse(name).map(BidsName::entities).orElse(Map.of()).entrySet().stream()
                .allMatch(entity -> entity.getKey().equals("space")
                        || entity.getValue().equals(run.entities().get(entity.getKey())));
    }

    private static void add(Path file, Path top, Map<String, Object> inputs) throws IOException {
        List<Path> all = new ArrayList<>();
        if (Files.isDirectory(file)) {
            try (Stream<Path> inside = Files.walk(file)) {
                inside.filter(Files::isRegularFile).forEach(all::add);
            }
        } else {
            all.add(file);
        }
        for (Path path : all) {
            if (Files.exists(path)) {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                inputs.put(top.relativize(path).toString(),
                        List.of(attributes.size(), attributes.lastModifiedTime().toMillis()));
            }
        }
    }
}
