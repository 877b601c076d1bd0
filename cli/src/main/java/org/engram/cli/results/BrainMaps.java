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
import org.engram.preprocessing.volume.resampling.Interpolation;
import org.engram.preprocessing.volume.resampling.Resampler;

/** Maps in the brain: rows of a matrix painted into volumes, written, and laid over the anatomy. */
final class BrainMaps {
    /** Maps are shown from this share of their largest absolute value on, so that the eye finds the strong voxels. */
    private static final double SHOWN_FROM = 0.35;

    /** Voxel sizes in headers are rounded; so much more is not coarser. */
    private static final double COARSER = 1.01;

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
        Path made = null;
        try (Volume base = base()) {
            Path shown;
            if (isAsItIs(base)) {
                shown = anatomy.orElseThrow();
            } else {
                made = Files.createTempFile("engram-background", ".nii.gz");
                Volumes.write(base, made);
                shown = made;
            }
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
            return scene.build();
        } finally {
            if (made != null) {
                Files.deleteIfExists(made);
            }
        }
    }

    /**
     * What maps are laid over. The viewer draws overlays on the grid of the image beneath them, so an anatomy coarser
     * than the maps would swallow their voxels: it is brought to their size first.
     */
    Volume base() throws IOException {
        if (anatomy.isEmpty()) {
            return background;
        }
        Volume image = Volumes.read(anatomy.get());
        double finest = Arrays.stream(background.affine().voxelSizes()).min().orElseThrow();
        double[] sizes = image.affine().voxelSizes();
        if (Arrays.stream(sizes).allMatch(size -> size <= finest * COARSER)) {
            return image;
        }
        double[] wanted = Arrays.stream(sizes).map(size -> Math.min(size, finest)).toArray();
        return Resampler.builder().interpolation(Interpolation.LINEAR).build().toResolution(image, wanted);
    }

    private boolean isAsItIs(Volume base) throws IOException {
        if (anatomy.isEmpty()) {
            return false;
        }
        try (Volume image = Volumes.read(anatomy.get())) {
            return image.sameGrid(base);
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
