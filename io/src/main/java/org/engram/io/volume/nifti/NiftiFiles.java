package org.engram.io.volume.nifti;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The file or files of one image.
 *
 * @param header the file with the header
 * @param image the file with the voxels; the same as the header's for a single file
 */
record NiftiFiles(Path header, Path image) {
    boolean isPair() { return !header.equals(image); }

    boolean isHeaderName() { return plainName(header).endsWith(".hdr"); }

    /** @return the files that belong to an existing file of either name */
    static NiftiFiles locate(Path given) throws IOException {
        if (!Files.isRegularFile(given)) {
            throw new NoSuchFileException(given.toString(), null, "no such file");
        }
        String name = plainName(given);
        if (name.endsWith(".hdr")) {
            Path image = sibling(given, ".img");
            return new NiftiFiles(given, image == null ? given : image);
        }
        if (name.endsWith(".img")) {
            Path header = sibling(given, ".hdr");
            if (header == null) {
                throw new NoSuchFileException(given.toString(), null,
                        "there is no header beside it: expected "
                                + stem(given) + ".hdr");
            }
            return new NiftiFiles(header, given);
        }
        return new NiftiFiles(given, given);
    }

    /** @return the two names to write for a target ending in .hdr or .img, or the one */
    static NiftiFiles forWriting(Path target) {
        String name = plainName(target);
        if (!name.endsWith(".hdr") && !name.endsWith(".img")) {
            return new NiftiFiles(target, target);
        }
        String gz = isGzipName(target) ? ".gz" : "";
        return new NiftiFiles(target.resolveSibling(stem(target) + ".hdr" + gz),
                target.resolveSibling(stem(target) + ".img" + gz));
    }

    static boolean isGzipName(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /** @return the neighbour of another ending, packed or not, whatever its case; null when there is none */
    static Path sibling(Path file, String ending) throws IOException {
        String wanted = stem(file) + ending;
        for (String exact : List.of(wanted, wanted + ".gz")) {
            if (Files.isRegularFile(file.resolveSibling(exact))) {
                return file.resolveSibling(exact);
            }
        }
        try (Stream<Path> neighbours = Files.list(file.toAbsolutePath().getParent())) {
            return neighbours.filter(p -> isCaseVariant(p.getFileName().toString(), stem(file), ending))
                    .sorted(Comparator.comparing(Path::toString)).findFirst().orElse(null);
        }
    }

    private static boolean isCaseVariant(String name, String stem, String ending) {
        String rest = name.startsWith(stem) ? name.substring(stem.length()).toLowerCase(Locale.ROOT) : "";
        return rest.equals(ending) || rest.equals(ending + ".gz");
    }

    private static String plainName(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }

    /** @return the file name without .gz and without its last ending */
    private static String stem(Path file) {
        String name = file.getFileName().toString();
        String plain = name.substring(0, plainName(file).length());
        int dot = plain.lastIndexOf('.');
        return dot < 0 ? plain : plain.substring(0, dot);
    }
}
