package org.engram.cli.viewer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.io.table.JsonFile;

/** The place of one viewer in the body of an {@link HtmlPage}: its static picture and the description of its scene. */
public final class ViewerFragment {
    /** Opacity by position along the colour map; only volume rendering uses values between the ends. */
    private static final int LAST_OPACITY = 200;

    private ViewerFragment() {}

    /**
     * The viewer; the static picture of the scene shows only where the viewer cannot run, and on paper.
     *
     * @param scene what to show
     * @param index the position of the scene among those given to the {@link HtmlPage}, from 0
     * @return HTML for the body
     */
    public static String html(ViewerScene scene, int index) {
        return html(scene, index, "viewer-static viewer-stand-in");
    }

    /**
     * The viewer with the static picture of the scene below it.
     *
     * @param scene what to show
     * @param index the position of the scene among those given to the {@link HtmlPage}, from 0
     * @return HTML for the body
     */
    public static String htmlWithPicture(ViewerScene scene, int index) {
        return html(scene, index, "viewer-static");
    }

    private static String html(ViewerScene scene, int index, String pictureStyle) {
        StringBuilder out = new StringBuilder();
        out.append("<section class=\"viewer\" data-engram-viewer aria-label=\"")
                .append(Html.escape(scene.title()))
                .append("\">\n");
        scene.picture().ifPresent(mosaic -> out.append("<figure class=\"").append(pictureStyle).append("\">")
                .append(mosaic.svg()).append("</figure>\n"));
        if (ViewerBundle.isAvailable()) {
            out.append(
                    "<noscript><p class=\"viewer-note\">Turn on JavaScript to move through the slices.</p>")
                    .append("</noscript>\n<script type=\"application/json\">").append(sceneJson(scene, index))
                    .append("</script>\n");
        } else {
            out.append("<p class=\"viewer-note\">").append(Html.escape(ViewerBundle.HOW_TO_GET))
                    .append("</p>\n");
        }
        return out.append("</section>\n").toString();
    }

    static String blobName(int scene, int file) {
        return "scene-" + scene + "-file-" + file;
    }

    static String sceneJson(ViewerScene scene, int index) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("title", scene.title());
        int[] file = {0};
        root.put("base", scene.base().map(base -> image(base, index, file[0]++)).orElse(null));
        List<Object> overlays = new ArrayList<>();
        scene.overlays().forEach(overlay -> overlays.add(image(overlay, index, file[0]++)));
        root.put("overlays", overlays);
        List<Object> surfaces = new ArrayList<>();
        for (ViewerSurface surface : scene.surfaces()) {
            Map<String, Object> mesh = image(surface.geometry(), index, file[0]++);
            List<Object> layers = new ArrayList<>();
            surface.layers().forEach(layer -> layers.add(image(layer, index, file[0]++)));
            mesh.put("layers", layers);
            surfaces.add(mesh);
        }
        root.put("surfaces", surfaces);
        root.put("exclusive", scene.selectorLabel().isPresent());
        root.put("selectorLabel", scene.selectorLabel().orElse(""));
        Map<String, Object> maps = new LinkedHashMap<>();
        for (ColourMap map : ColourMap.values()) {
            maps.put(map.key(), colourMap(map));
        }
        root.put("colourMaps", maps);
        return Html.scriptSafe(JsonFile.format(root));
    }

    private static Map<String, Object> image(ViewerImage image, int scene, int file) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("blob", blobName(scene, file));
        fields.put("file", image.fileName());
        fields.put("label", image.label());
        fields.put("colourMap", image.colourMap().key());
        fields.put("minimum", Double.isFinite(image.minimum()) ? image.minimum() : null);
        fields.put("maximum", Double.isFinite(image.maximum()) ? image.maximum() : null);
        fields.put("opacity", image.opacity());
        return fields;
    }

    private static Map<String, Object> colourMap(ColourMap map) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("label", map.label());
        fields.put("forOverlays", true);
        fields.put("positive", ramp(map.stops(false), map == ColourMap.GRAY));
        fields.put("negative", map.hasNegative() ? ramp(map.stops(true), false) : null);
        return fields;
    }

    /** Colour stops as NiiVue takes them: parallel lists of red, green, blue, opacity and position, 0 to 255 each. */
    private static Map<String, Object> ramp(int[] stops, boolean fading) {
        List<Integer> red = new ArrayList<>();
        List<Integer> green = new ArrayList<>();
        List<Integer> blue = new ArrayList<>();
        List<Integer> alpha = new ArrayList<>();
        List<Integer> position = new ArrayList<>();
        for (int s = 0; s < stops.length; s++) {
            red.add(stops[s] >> 16 & 0xff);
            green.add(stops[s] >> 8 & 0xff);
            blue.add(stops[s] & 0xff);
            alpha.add(s == 0 ? 0 : fading ? 128 * s / (stops.length - 1) : LAST_OPACITY);
            position.add(255 * s / (stops.length - 1));
        }
        Map<String, Object> ramp = new LinkedHashMap<>();
        ramp.put("R", red);
        ramp.put("G", green);
        ramp.put("B", blue);
        ramp.put("A", alpha);
        ramp.put("I", position);
        return ramp;
    }
}
