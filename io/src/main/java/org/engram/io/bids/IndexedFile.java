package org.engram.io.bids;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One file of a dataset.
 *
 * @param path where it is
 * @param relative its path from the root that was opened, with {@code /}
 * @param dataset which dataset it belongs to: the number of the opened root, {@code :}, and the folders before the first
 *     {@code sub-} folder ({@code 0:derivatives/fmriprep})
 * @param within its folder in that dataset from the {@code sub-} folder on, or empty
 * @param bids its parsed name, if it follows the BIDS grammar
 */
record IndexedFile(Path path, String relative, String dataset, String within, Optional<BidsName> bids) {
    static IndexedFile of(Path path, int rootNumber, String relative) {
        int nameStart = relative.lastIndexOf('/') + 1;
        String folder = nameStart == 0 ? "" : relative.substring(0, nameStart - 1);
        int subject = folder.startsWith("sub-") ? 0 : folder.indexOf("/sub-") + 1;
        boolean inSubject = folder.startsWith("sub-") || subject > 0;
        String before = !inSubject ? folder : subject == 0 ? "" : folder.substring(0, subject - 1);
        String within = inSubject ? folder.substring(subject) : "";
        return new IndexedFile(path, relative, rootNumber + ":" + before, within,
                BidsName.tryParse(relative.substring(nameStart)));
    }

    String name() {
        return relative.substring(relative.lastIndexOf('/') + 1);
    }

    String folder() {
        return relative.substring(0, Math.max(0, relative.lastIndexOf('/')));
    }

    boolean isImage() { return relative.endsWith(".nii.gz") || relative.endsWith(".nii"); }

    /** Whether this file, by the inheritance principle, says something about a file in {@code folder} with those labels. */
    boolean appliesTo(String folderWithin, Map<String, String> entities) {
        boolean above = within.isEmpty() || folderWithin.equals(within)
                || folderWithin.startsWith(within + "/");
        return above && bids.isPresent() && bids.get().isWithin(entities);
    }

    /** How near it stands: deeper folders before shallower ones, then more entities before fewer. */
    int specificity() {
        int depth = within.isEmpty() ? 0 : within.split("/").length;
        return depth * 100 + bids.map(name -> name.entities().size()).orElse(0);
    }
}
