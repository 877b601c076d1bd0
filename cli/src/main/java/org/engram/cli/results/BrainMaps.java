package org.engram.cli.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.engram.cli.viewer.ColourMap;
import org.engram.cli.viewer.SliceMosaic;
import org.engram.cli.viewer.ViewerImage;
import org.engram.cli.viewer.ViewerScene;
import org.engram.compute.linalg.Matrix;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.fmri.maskers.Masker;

/** Maps in the brain: rows of a matrix painted into volumes, written, and laid over the anatomy. */
final class BrainMaps {
    /** Maps are shown from this share of their largest absolute value on, so that the eye finds the strong voxels. */
    private static final double SHOWN_FROM = 0.35;

    private final Masker masker;
    private final Volume background;
    private final Optional<Path> anatomy;
    private final List<Drawn> drawn = new ArrayList<>();

    BrainMaps(Masker masker, Volume background, Optional<Path> anatomy) {
        this.masker = masker;
        this.background = background;
        this.anatomy = anatomy;
    }

    /** A map that was written and is to be shown. */
    private record Drawn(String label, Path file, double threshold, double maximum) {}

    /** Paints one row, writes it, and remembers it for the scene if asked to. */
    Path write(double[] values, Path file, String label, boolean shown) throws IOException {
        Volume map = masker.inverseTransform(Matrix.of(1, values.length, values));
        ImageFile.write(map, file, notice -> {});
        if (shown) {
            double largest = Arrays.stream(values).filter(Double::isFinite).map(Math::abs).max().orElse(1);
            double maximum = largest > 0 ? largest : 1;
            drawn.add(new Drawn(label, file, SHOWN_FROM * maximum, maximum));
        }
        return file;
    }

    /** Remembers a map of scores that was written, to be shown above a threshold. */
    void show(Path file, String label, double threshold, double largest) {
        drawn.add(new Drawn(label, file, threshold, Math.max(largest, threshold + 1e-3)));
    }

    /** The maps on the anatomy, or on the first BOLD volume where there is none. */
    ViewerScene scene(String title, String selector, ColourMap colours) throws IOException {
        Path backgroundFile = null;
        try {
            Volume base = background;
            if (anatomy.isPresent()) {
                base = Volumes.read(anatomy.get());
            } else {
                backgroundFile = Files.createTempFile("engram-background", ".nii.gz");
                Volumes.write(background, backgroundFile);
            }
            Path shown = anatomy.orElse(backgroundFile);
            ViewerScene.Builder scene = ViewerScene.builder(title)
                    .base(ViewerImage.ofFile(shown).withLabel(anatomy.isPresent() ? "Anatomy" : "BOLD"));
            for (Drawn map : drawn) {
                scene.overlay(ViewerImage.ofFile(map.file()).withLabel(map.label()).withColourMap(colours)
                        .withRange(map.threshold(), map.maximum()).withOpacity(0.85));
            }
            if (drawn.size() > 1) {
                scene.oneOverlayAtATime(selector);
            }
            if (!drawn.isEmpty()) {
                scene.picture(picture(base, drawn.get(0), colours));
            }
            base.close();
            return scene.build();
        } finally {
            if (backgroundFile != null) {
                Files.deleteIfExists(backgroundFile);
            }
        }
    }

    private static SliceMosaic picture(Volume base, Drawn map, ColourMap colours) throws IOException {
        try (Volume overlay = Volumes.read(map.file())) {
            return SliceMosaic.builder(base).overlay(overlay, colours, map.threshold(), map.maximum(), 0.85)
                    .title(map.label()).build();
        }
    }

    /** A class name as part of a file name. */
    static String fileName(String label) {
        String safe = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return safe.isEmpty() ? "class" : safe;
    }
}
