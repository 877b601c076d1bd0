package org.engram.io.bids;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.engram.core.EngramException;

/** The names of all files below some folders, ordered by path. Nothing is opened. */
final class DatasetIndex {
    private static final int DEEPEST = 12;
    private static final int MOST_FILES = 5_000_000;
    /** Folders that hold no recordings of the dataset, some of them very large. */
    private static final Set<String> SKIPPED = Set.of("sourcedata", "code", "stimuli", "figures", "log",
            "logs",
            "freesurfer");

    private final List<IndexedFile> files = new ArrayList<>();
    private final Map<String, List<IndexedFile>> bySuffix = new HashMap<>();
    private final Map<String, List<String>> namesByFolder = new HashMap<>();
    private final Map<String, List<IndexedFile>> byPlace = new HashMap<>();
    private final Map<String, List<IndexedFile>> bySuffixAndPlace = new HashMap<>();

    DatasetIndex(List<Path> roots) throws IOException {
        for (int number = 0; number < roots.size(); number++) {
            walk(roots.get(number), number);
        }
        files.sort(Comparator.comparing(IndexedFile::dataset).thenComparing(IndexedFile::relative));
        for (IndexedFile file : files) {
            byPlace.computeIfAbsent(file.dataset() + "\n" + file.within(), place -> new ArrayList<>())
                    .add(file);
            file.bids().ifPresent(name -> bySuffixAndPlace
                    .computeIfAbsent(name.suffix() + "\n" + file.within(), place -> new ArrayList<>())
                    .add(file));
            if (file.dataset().startsWith("0:")) {
                namesByFolder.computeIfAbsent(file.folder(), folder -> new ArrayList<>()).add(file.name());
            }
            file.bids().ifPresent(
                    name -> bySuffix.computeIfAbsent(name.suffix(), suffix -> new ArrayList<>()).add(file));
        }
    }

    List<IndexedFile> files() {
        return files;
    }

    List<IndexedFile> withSuffix(String suffix) {
        return bySuffix.getOrDefault(suffix, List.of());
    }

    /** The names of the files in one folder of the first root. */
    List<String> namesIn(String folder) {
        return namesByFolder.getOrDefault(folder, List.of());
    }

    /** The files in the folder of another file of the same dataset. */
    List<IndexedFile> beside(IndexedFile file) {
        return byPlace.get(file.dataset() + "\n" + file.within());
    }

    /** The files of that suffix, of every dataset, in a folder below the subject's ({@code sub-01/func}) or above it. */
    List<IndexedFile> inOrAbove(String suffix, String within) {
        List<IndexedFile> found = new ArrayList<>();
        for (String place = within; true; place = place.substring(0, Math.max(0, place.lastIndexOf('/')))) {
            found.addAll(bySuffixAndPlace.getOrDefault(suffix + "\n" + place, List.of()));
            if (place.isEmpty()) {
                return found;
            }
        }
    }

    private void walk(Path root, int number) throws IOException {
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                        String name = folder.equals(root) ? "" : folder.getFileName().toString();
                        boolean recording = isRecording(name);
                        if (recording) {
                            add(root, number, folder);
                        }
                        boolean skipped = recording || name.startsWith(".") || SKIPPED.contains(name);
                        return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (!attributes.isDirectory() && !file.getFileName().toString().startsWith(".")) {
                            add(root, number, file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    /** A folder that cannot be entered, or a link back up, is left out; what is asked for and missing is an error. */
                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** MEG systems whose recordings are folders: CTF ({@code _meg.ds}) and 4D/BTi ({@code _meg}). */
    private static boolean isRecording(String folder) {
        return (folder.endsWith("_meg.ds") || folder.endsWith("_meg"))
                && BidsName.tryParse(folder).isPresent();
    }

    private void add(Path root, int number, Path file) {
        if (files.size() >= MOST_FILES) {
            throw new EngramException(root + ": holds more than " + MOST_FILES
                    + " files; give the folder of the dataset itself");
        }
        String relative = root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
        files.add(IndexedFile.of(file, number, relative));
    }
}
