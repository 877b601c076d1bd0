package org.engram.cli.viewer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;

/**
 * A scene from files on disk: the first volume is the base, the others lie over it, each with a range and colours that
 * suit its values unless one is chosen. A static picture of the base with the first overlay stands in where the viewer
 * cannot run, unless one of them is MGH.
 *
 * <pre>{@code
 * ViewerScene scene = SceneFiles.builder().threshold(3.1).volume(anatomy).volume(map).build();
 * ViewerPage.write(scene, page);
 * }</pre>
 */
public final class SceneFiles {
    private SceneFiles() {}

    /** @return a builder of an empty scene */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects files; options count for the files named after them. */
    public static final class Builder {
        private final List<String> names = new ArrayList<>();
        private final List<ViewerImage> overlays = new ArrayList<>();
        private final List<ViewerSurface> surfaces = new ArrayList<>();
        private ViewerImage base;
        private Path baseFile;
        private Path firstOverlay;
        private OverlayRange firstRange;
        private double threshold = Double.NaN;
        private ColourMap colours;
        private double opacity = 0.85;
        private Consumer<Notice> notices = notice -> {};

        private Builder() {}

        /**
         * @param value overlays are clear where their absolute value is not above it; default: by {@link OverlayRange}
         * @return this
         */
        public Builder threshold(double value) {
            threshold = value;
            return this;
        }

        /**
         * @param map the colours of overlays; default: by {@link OverlayRange}
         * @return this
         */
        public Builder colours(ColourMap map) {
            colours = map;
            return this;
        }

        /**
         * @param fraction the opacity of overlays, 0 to 1; default 0.85
         * @return this
         */
        public Builder opacity(double fraction) {
            opacity = fraction;
            return this;
        }

        /**
         * @param told what is odd about the files, and what of them is left out
         * @return this
         */
        public Builder notices(Consumer<Notice> told) {
            notices = told;
            return this;
        }

        /**
         * Adds a volume: the base, or the next overlay.
         *
         * @param file a volume
         * @return this
         * @throws IOException if it cannot be read
         */
        public Builder volume(Path file) throws IOException {
            ViewerImage image = ViewerFiles.volume(file, notices);
            names.add(image.label());
            if (base == null) {
                base = image;
                baseFile = file;
                return this;
            }
            if (ViewerFiles.isMgh(file.getFileName().toString())) {
                overlays.add(styled(image, colours == null ? ColourMap.HOT : colours));
                return this;
            }
            OverlayRange range = range(file);
            if (overlays.isEmpty()) {
                firstOverlay = file;
                firstRange = range;
            }
            overlays.add(image.withColourMap(range.colours()).withRange(range.threshold(), range.maximum())
                    .withOpacity(opacity));
            return this;
        }

        private OverlayRange range(Path file) throws IOException {
            try (Volume map = Volumes.read(file)) {
                OverlayRange range = OverlayRange.of(map);
                range = Double.isNaN(threshold) ? range : range.withThreshold(threshold);
                return colours == null ? range : range.withColours(colours);
            }
        }

        /** For values the viewer alone can read: their upper end is left to it. */
        private ViewerImage styled(ViewerImage image, ColourMap map) {
            return image.withColourMap(map).withOpacity(opacity).withRange(threshold, Double.NaN);
        }

        /**
         * Adds a surface.
         *
         * @param mesh its geometry
         * @param values files of one value per vertex, drawn in this order
         * @return this
         * @throws IOException if one cannot be read
         */
        public Builder surface(Path mesh, List<Path> values) throws IOException {
            ViewerImage geometry = ViewerFiles.surface(mesh);
            names.add(geometry.label());
            List<ViewerImage> layers = new ArrayList<>();
            for (Path file : values) {
                layers.add(
                        styled(ViewerFiles.surface(file), colours == null ? ColourMap.WARM_COOL : colours));
            }
            surfaces.add(new ViewerSurface(geometry, layers));
            return this;
        }

        /**
         * @return the scene
         * @throws IOException if a volume cannot be read
         */
        public ViewerScene build() throws IOException {
            ViewerScene.Builder scene = ViewerScene.builder(title());
            if (base != null) {
                scene.base(base);
            }
            overlays.forEach(scene::overlay);
            surfaces.forEach(scene::surface);
            if (base != null && !ViewerFiles.isMgh(base.fileName())) {
                scene.picture(picture());
            }
            return scene.build();
        }

        private SliceMosaic picture() throws IOException {
            try (Volume below = Volumes.read(baseFile)) {
                SliceMosaic.Builder picture = SliceMosaic.builder(below).title(title());
                if (firstOverlay == null) {
                    return picture.build();
                }
                try (Volume over = Volumes.read(firstOverlay)) {
                    return picture.overlay(over, firstRange.colours(), firstRange.threshold(),
                            firstRange.maximum(), opacity).build();
                }
            }
        }

        private String title() {
            return names.size() == 1
                    ? names.get(0)
                    : names.get(0) + " with " + String.join(", ", names.subList(1, names.size()));
        }
    }
}
