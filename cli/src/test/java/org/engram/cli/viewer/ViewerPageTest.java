package org.engram.cli.viewer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ViewerPageTest {
    private static final byte[] BYTES = Base64.getDecoder().decode("AAECAwQFBgcICQ==");

    @Test
    void markupInTextBecomesText() {
        assertEquals("&lt;b&gt; &amp; &quot;q&quot; &#39;s&#39; \ufffd",
                Html.escape("<b> & \"q\" 's' \u0001"));
        assertEquals("", Html.escape(null));
        assertEquals("\"\\u003c/script\\u003e\"", Html.scriptSafe("\"</script>\""));
    }

    @Test
    void theSceneSurvivesItsWayIntoThePage() throws IOException {
        ViewerScene scene = ViewerScene.builder("a </script><b> title")
                .base(ViewerImage.of("folder/head.nii.gz", BYTES).withLabel("anatomy"))
                .overlay(ViewerImage.of("z.nii", BYTES).withColourMap(ColourMap.WARM_COOL).withRange(2.5, 8)
                        .withOpacity(0.5))
                .oneOverlayAtATime("Class").build();
        JsonNode json = new ObjectMapper().readTree(ViewerFragment.sceneJson(scene, 3));
        assertEquals("a </script><b> title", json.get("title").asText());
        assertEquals("head.nii.gz", json.get("base").get("file").asText());
        assertTrue(json.get("base").get("minimum").isNull());
        JsonNode overlay = json.get("overlays").get(0);
        assertEquals("scene-3-file-1", overlay.get("blob").asText());
        assertEquals(2.5, overlay.get("minimum").asDouble());
        assertEquals(8, overlay.get("maximum").asDouble());
        assertEquals(0.5, overlay.get("opacity").asDouble());
        assertTrue(json.get("exclusive").asBoolean());
        JsonNode warm = json.get("colourMaps").get(overlay.get("colourMap").asText());
        // First and last stop of the positive half are the colours of the static picture.
        assertEquals(ColourMap.WARM_COOL.colour(0, false), rgb(warm.get("positive"), 0));
        assertEquals(ColourMap.WARM_COOL.colour(1, false), rgb(warm.get("positive"), 3));
        assertEquals(ColourMap.WARM_COOL.colour(1, true), rgb(warm.get("negative"), 3));
    }

    private static int rgb(JsonNode ramp, int stop) {
        return ramp.get("R").get(stop).asInt() << 16 | ramp.get("G").get(stop).asInt() << 8
                | ramp.get("B").get(stop).asInt();
    }

    @Test
    void filesAreInThePageByteForByte() {
        Assumptions.assumeTrue(ViewerBundle.isAvailable(), "this build has no viewer: npm was missing");
        byte[] large = new byte[500_001]; // more than two encoding steps and not a multiple of three
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 + (i >> 8));
        }
        String html = ViewerPage.html(ViewerScene.builder("t").base(ViewerImage.of("a.nii", large)).build());
        Matcher blob = Pattern.compile("data-blob=\"scene-0-file-0\">([^<]*)</script>").matcher(html);
        assertTrue(blob.find());
        assertArrayEquals(large, Base64.getDecoder().decode(blob.group(1)));
    }

    @Test
    void aPageLoadsNothing() {
        String html = ViewerPage.html(ViewerScene.builder("t").base(ViewerImage.of("a.nii", BYTES)).build());
        Pattern loads = Pattern
                .compile("(?i)<(script|img|image|link|iframe|audio|video|source|embed|object)[^>]*"
                        + "\\s(src|href|data)\\s*=\\s*[\"']?(?!data:)[a-z/.]");
        String markup = html.replaceAll("(?s)<script>.*?</script>", "");
        assertFalse(loads.matcher(markup).find());
        assertFalse(Pattern.compile("(?i)@import|url\\(\\s*[\"']?(?!data:)[a-z/]").matcher(markup).find());
        assertTrue(html.contains("default-src 'none'"));
        // Every script element the page opens, it closes: nothing in the bundle ends one early.
        assertEquals(count(html, "<script"), count(html, "</script>") + count(scripts(html), "<script"));
    }

    private static String scripts(String html) {
        StringBuilder inside = new StringBuilder();
        Matcher script = Pattern.compile("(?s)<script[^>]*>(.*?)</script>").matcher(html);
        while (script.find()) {
            inside.append(script.group(1));
        }
        return inside.toString();
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Test
    void withoutTheBundleThePageShowsThePictureAndSaysHowToGetIt() throws ReflectiveOperationException {
        try (WithoutBundle loader = new WithoutBundle()) {
            String html = (String) loader.loadClass(Sample.class.getName()).getMethod("page").invoke(null);
            assertTrue(html.contains("Node.js 18 or newer"));
            assertTrue(html.contains("<svg class=\"mosaic\""));
            assertFalse(html.contains("<script"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void scenesThatCannotBeShownAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ViewerScene.builder("t").build());
        ViewerScene.Builder floating = ViewerScene.builder("t").overlay(ViewerImage.of("z.nii", BYTES))
                .surface(ViewerSurface.of(ViewerImage.of("m.gii", BYTES)));
        assertTrue(
                assertThrows(IllegalArgumentException.class, floating::build).getMessage().contains("z.nii"));
        ViewerImage image = ViewerImage.of("z.nii", BYTES);
        assertThrows(IllegalArgumentException.class, () -> image.withRange(3, 3));
        assertThrows(IllegalArgumentException.class, () -> image.withOpacity(Double.NaN));
    }

    /** Made anew in the loader below. */
    public static final class Sample {
        private Sample() {}

        /** @return a page with a static picture */
        public static String page() {
            SliceMosaic mosaic = SliceMosaic.builder(TestVolumes.head()).slices(SliceMosaic.Plane.AXIAL, 2)
                    .build();
            return ViewerPage.html(
                    ViewerScene.builder("t").base(ViewerImage.of("a.nii", new byte[10])).picture(mosaic)
                            .build());
        }
    }

    /** Loads this package again, from a build without the bundle. */
    private static final class WithoutBundle extends ClassLoader implements AutoCloseable {
        private static final String PACKAGE = "org.engram.cli.viewer.";

        WithoutBundle() {
            super(ViewerPageTest.class.getClassLoader());
        }

        @Override
        public URL getResource(String name) {
            return name.endsWith("viewer-bundle.js") ? null : super.getResource(name);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE) || findLoadedClass(name) != null) {
                return super.loadClass(name, resolve);
            }
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        public void close() throws IOException {}
    }
}
