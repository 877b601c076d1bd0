package org.engram.io.bids;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.engram.core.EngramException;

/**
 * Which BOLD images are meant. Either BIDS entities, optionally with the suffix
 * ({@code task-objects_space-MNI152NLin2009cAsym_desc-preproc}): every entity named must match, {@code run-1} matches
 * {@code run-01}. Or a glob ({@code bold_1slice*}, {@code **}{@code /func/*_desc-preproc_bold.nii.gz}) on the file name,
 * or on the path in the dataset when it holds a {@code /}. What is the whole name of a file, with or without its
 * {@code .nii.gz}, means that file alone.
 */
public final class BoldSelector {
    private final String text;
    private final Map<String, String> entities;
    private final PathMatcher glob;

    private BoldSelector(String text, Map<String, String> entities, PathMatcher glob) {
        this.text = text;
        this.entities = entities;
        this.glob = glob;
    }

    /** @return every BOLD volume (surfaces and grayordinates only when asked for by another selector) */
    public static BoldSelector any() {
        return new BoldSelector("", Map.of(), null);
    }

    /**
     * @param text entities or a glob; empty means {@link #any()}
     * @return that selection
     */
    public static BoldSelector of(String text) {
        if (text.isBlank()) {
            return any();
        }
        Map<String, String> entities = entities(text);
        if (entities != null) {
            return new BoldSelector(text, entities, null);
        }
        try {
            return new BoldSelector(text, Map.of(), FileSystems.getDefault().getPathMatcher("glob:" + text));
        } catch (PatternSyntaxException e) {
            throw new EngramException(
                    "\"" + text + "\" is neither BIDS entities (task-objects_desc-preproc) nor a file"
                            + " name pattern: " + e.getDescription(),
                    e);
        }
    }

    private static Map<String, String> entities(String text) {
        String[] parts = text.split("_", -1);
        Map<String, String> entities = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (part.matches("[A-Za-z0-9]+-[A-Za-z0-9+]+")) {
                int dash = part.indexOf('-');
                if (entities.put(part.substring(0, dash), part.substring(dash + 1)) != null) {
                    throw new EngramException(
                            "the selection \"" + text + "\" names \"" + part.substring(0, dash)
                                    + "\" twice: keep one of them");
                }
            } else if (i == 0 || i < parts.length - 1 || !part.equals("bold")) {
                return null;
            }
        }
        return entities;
    }

    boolean matches(BoldRun run) {
        if (text.isEmpty()) {
            String name = run.relativePath();
            return !name.endsWith(".dtseries.nii") && (name.endsWith(".nii") || name.endsWith(".nii.gz"));
        }
        if (glob == null) {
            return BidsName.isWithin(entities, run.entities());
        }
        Path relative = Path.of(run.relativePath());
        return glob.matches(text.contains("/") ? relative : relative.getFileName());
    }

    /** Whether the text is the name of that image, with or without {@code .nii.gz}. */
    boolean names(BoldRun run) {
        String name = run.relativePath().substring(run.relativePath().lastIndexOf('/') + 1);
        return name.equals(text) || name.replaceFirst("\\.nii(\\.gz)?$", "").equals(text);
    }

    /** @return the text it was made from */
    @Override
    public String toString() {
        return text;
    }
}
