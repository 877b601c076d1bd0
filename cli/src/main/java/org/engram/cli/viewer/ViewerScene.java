package org.engram.cli.viewer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.engram.core.EngramException;

/**
 * What one viewer shows: an anatomy with overlays, surfaces, or both. Immutable.
 */
public final class ViewerScene {
    /** Files of one scene together may have this many bytes; browsers refuse pages with much more. */
    public static final long LARGEST_BYTES = 256L << 20;

    private final String title;
    private final ViewerImage base;
    private final List<ViewerImage> overlays;
    private final List<ViewerSurface> surfaces;
    private final String selectorLabel;
    private final SliceMosaic picture;

    private ViewerScene(Builder builder) {
        this.title = builder.title;
        this.base = builder.base;
        this.overlays = List.copyOf(builder.overlays);
        this.surfaces = List.copyOf(builder.surfaces);
        this.selectorLabel = builder.selectorLabel;
        this.picture = builder.picture;
    }

    /**
     * @param title what the scene shows, in a few words
     * @return a builder for an empty scene
     */
    public static Builder builder(String title) {
        return new Builder(title);
    }

    /** @return what the scene shows */
    public String title() {
        return title;
    }

    /** @return the anatomy, if there is one */
    public Optional<ViewerImage> base() {
        return Optional.ofNullable(base);
    }

    /** @return what lies over the anatomy, in drawing order */
    public List<ViewerImage> overlays() {
        return overlays;
    }

    /** @return the surfaces */
    public List<ViewerSurface> surfaces() {
        return surfaces;
    }

    /** @return the name of the list that picks the one overlay shown, if only one is shown at a time */
    public Optional<String> selectorLabel() {
        return Optional.ofNullable(selectorLabel);
    }

    /** @return the static picture that stands in where the viewer cannot run */
    public Optional<SliceMosaic> picture() {
        return Optional.ofNullable(picture);
    }

    /** @return the bytes of all files together */
    public long sizeBytes() {
        long sum = base == null ? 0 : base.bytes().length;
        for (ViewerImage overlay : overlays) {
            sum += overlay.bytes().length;
        }
        for (ViewerSurface surface : surfaces) {
            sum += surface.geometry().bytes().length;
            for (ViewerImage layer : surface.layers()) {
                sum += layer.bytes().length;
            }
        }
        return sum;
    }

    /** Collects a scene. */
    public static final class Builder {
        private final String title;
        private final List<ViewerImage> overlays = new ArrayList<>();
        private final List<ViewerSurface> surfaces = new ArrayList<>();
        private ViewerImage base;
        private String selectorLabel;
        private SliceMosaic picture;

        private Builder(String title) {
            this.title = Objects.requireNonNull(title, "title");
        }

        /**
         * @param image the anatomy (or any volume) to look at; 3D, or 4D with a time slider
         * @return this
         */
        public Builder base(ViewerImage image) {
            base = image;
            return this;
        }

        /**
         * @param image a volume to lay over the base, in world coordinates: the grids may differ
         * @return this
         */
        public Builder overlay(ViewerImage image) {
            overlays.add(image);
            return this;
        }

        /**
         * @param surface a mesh with its values
         * @return this
         */
        public Builder surface(ViewerSurface surface) {
            surfaces.add(surface);
            return this;
        }

        /**
         * Shows one overlay at a time, picked from a list. Default: all overlays together.
         *
         * @param listName the name of the list: "Class", "Contrast"
         * @return this
         */
        public Builder oneOverlayAtATime(String listName) {
            selectorLabel = listName;
            return this;
        }

        /**
         * @param mosaic the static picture shown without script or WebGL, and on paper; default none
         * @return this
         */
        public Builder picture(SliceMosaic mosaic) {
            picture = mosaic;
            return this;
        }

        /**
         * @return the scene
         * @throws IllegalArgumentException when there is nothing to show, or overlays without a base
         * @throws EngramException when the files together exceed {@link #LARGEST_BYTES}
         */
        public ViewerScene build() {
            if (base == null && surfaces.isEmpty()) {
                throw new IllegalArgumentException(
                        "the viewer has nothing to show: give a base volume or a surface");
            }
            if (base == null && !overlays.isEmpty()) {
                throw new IllegalArgumentException("overlay \"" + overlays.get(0).label()
                        + "\" needs a base volume to lie on: give one, or make the overlay the base");
            }
            ViewerScene scene = new ViewerScene(this);
            if (scene.sizeBytes() > LARGEST_BYTES) {
                throw new EngramException("the images for \"" + title + "\" have " + (scene.sizeBytes() >> 20)
                        + " MiB, more than the " + (LARGEST_BYTES >> 20)
                        + " MiB a page can carry: compress them (.nii.gz), or show fewer volumes of the series");
            }
            return scene;
        }
    }
}
