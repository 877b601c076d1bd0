package org.engram.nn.training;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.engram.core.EngramException;

/**
 * What a run leaves in its folder: {@code step-N} checkpoints, from which it goes on exactly; {@code best} and
 * {@code final} weights under the names of the published checkpoint; {@code metrics.jsonl}; {@code loss.svg}. Every file
 * but the log is written beside its name and moved into place, so a crash leaves whole files only.
 */
final class TrainingFolder {
    private static final Pattern STEP = Pattern.compile("step-(\\d{1,18})\\.safetensors");

    private final Path folder;
    private final int keep;

    TrainingFolder(Path folder, int keep) {
        this.folder = folder;
        this.keep = keep;
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException("the training folder cannot be made", failure);
        }
    }

    Path log() {
        return folder.resolve("metrics.jsonl");
    }

    /** The newest checkpoint. */
    Optional<Path> latest() {
        List<Path> all = checkpoints();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    void requireFresh() {
        if (latest().isPresent() || Files.exists(log())) {
            throw new EngramException(folder + " already holds a training run ("
                    + latest().map(path -> path.getFileName().toString()).orElse("metrics.jsonl")
                    + "): ask to resume it, or give another folder");
        }
    }

    void save(long step, Map<String, NDArray> arrays, Map<String, String> fields) {
        StateFile.write(folder.resolve("step-" + step + ".safetensors"), arrays, fields);
        List<Path> all = checkpoints();
        try {
            for (Path old : all.subList(0, Math.max(0, all.size() - keep))) {
                Files.deleteIfExists(old);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("an old checkpoint cannot be deleted", failure);
        }
    }

    /** Weights alone, under the names of the network. */
    void saveWeights(String name, Map<String, NDArray> arrays, Map<String, String> fields) {
        StateFile.write(folder.resolve(name + ".safetensors"), arrays, fields);
    }

    void drawCurve() {
        LossCurve.draw(log(), folder.resolve("loss.svg"));
    }

    /** Files a killed run left half-written. */
    void removePartials() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(TrainingFolder::isPartial).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isPartial(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".partial") && (name.startsWith(".step-") || name.startsWith(".best.")
                || name.startsWith(".final.") || name.startsWith(".loss."));
    }

    private List<Path> checkpoints() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> STEP.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparingLong(TrainingFolder::step)).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long step(Path file) {
        var matcher = STEP.matcher(file.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }
}
