package org.engram.cli.viewer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The place of one viewer in the body of an {@link HtmlPage}: its static picture and the description of its scene. */
public final class ViewerFragment {
    private static final ObjectMapper JSON = new ObjectMapper();
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
        ObjectNode root = JSON.createObjectNode();
        root.put("title", scene.title());
        int[] file = {0};
        root.set("base", scene.base().map(base -> image(base, index, file[0]++)).orElse(null));
        ArrayNode overlays = root.putArray("overlays");
        scene.overlays().forEach(overlay -> overlays.add(image(overlay, index, file[0]++)));
        ArrayNode surfaces = root.putArray("surfaces");
        for (ViewerSurface surface : scene.surfaces()) {
            ObjectNode node = image(surface.geometry(), index, file[0]++);
            ArrayNode layers = node.putArray("layers");
            surface.layers().forEach(layer -> layers.add(image(layer, index, file[0]++)));
            surfaces.add(node);
        }
        root.put("exclusive", scene.selectorLabel().isPresent());
        root.put("selectorLabel", scene.selectorLabel().orElse(""));
        ObjectNode maps = root.putObject("colourMaps");
        for (ColourMap map : ColourMap.values()) {
            maps.set(map.key(), colourMap(map));
        }
        try {
            return Html.scriptSafe(JSON.writeValueAsString(root));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers cannot fail to be JSON", e);
        }
    }

    private static ObjectNode image(ViewerImage image, int scene, int file) {
        ObjectNode node = JSON.createObjectNode();
        node.put("blob", blobName(scene, file));
        node.put("file", image.fileName());
        node.put("label", image.label());
        node.put("colourMap", image.colourMap().key());
        putNumber(node, "minimum", image.minimum());
        putNumber(node, "maximum", image.maximum());
        node.put("opacity", image.opacity());
        return node;
    }

    private static void putNumber(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    private static ObjectNode colourMap(ColourMap map) {
        ObjectNode node = JSON.createObjectNode();
        node.put("label", map.label());
        node.put("forOverlays", true);
        node.set("positive", ramp(map.stops(false), map == ColourMap.GRAY));
        node.set("negative", map.hasNegative() ? ramp(map.stops(true), false) : null);
        return node;
    }

    /** Colour stops as NiiVue takes them: parallel lists of red, green, blue, opacity and position, 0 to 255 each. */
    private static ObjectNode ramp(int[] stops, boolean fading) {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode red = node.putArray("R");
        ArrayNode green = node.putArray("G");
        ArrayNode blue = node.putArray("B");
        ArrayNode alpha = node.putArray("A");
        ArrayNode position = node.putArray("I");
        for (int s = 0; s < stops.length; s++) {
            red.add(stops[s] >> 16 & 0xff);
            green.add(stops[s] >> 8 & 0xff);
            blue.add(stops[s] & 0xff);
            alpha.add(s == 0 ? 0 : fading ? 128 * s / (stops.length - 1) : LAST_OPACITY);
            position.add(255 * s / (stops.length - 1));
        }
        return node;
    }
}
