package org.engram.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.core.Notice;
import org.engram.io.provenance.InputFile;
import org.engram.io.provenance.Provenance;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void everyPartIsThereAndTheOnlyAddressesAreLinks() {
        String html = SampleReports.decoding().build().html();
        for (String part : List.of("id=\"confusions\"", "id=\"certainty\"", "id=\"methods\"",
                "id=\"notices\"",
                "id=\"provenance\"", "id=\"cite\"", "constant-features", "9f86d081884c7d65", "p &lt; 0.001",
                "leave-one-run-out cross-validation")) {
            assertTrue(html.contains(part), part);
        }
        assertFalse(html.contains("<script"), "a report without a map needs no script");
        Matcher address = Pattern.compile("https?://").matcher(html);
        while (address.find()) {
            assertEquals("<a href=\"", html.substring(address.start() - 9, address.start()));
        }
    }

    @Test
    void whatIsNotGivenIsLeftOut() {
        String html = DecodingReport.builder("Bare").score(Score.ROC_AUC, 0.61, 0.5).build().html();
        assertTrue(html.contains("0.610"));
        assertTrue(html.contains("No permutation test was run"));
        assertTrue(html.contains("Nothing unusual was found"));
        for (String part : List.of("id=\"confusions\"", "id=\"certainty\"", "id=\"map\"", "id=\"methods\"",
                "id=\"provenance\"", "id=\"cite\"")) {
            assertFalse(html.contains(part), part);
        }
    }

    @Test
    void aResultThatChanceExplainsIsNotCalledOne() {
        String html = DecodingReport.builder("t").score(Score.ACCURACY, 0.53, 0.5)
                .permutations(new double[] {0.4, 0.55, 0.6}, 0.75).build().html();
        assertTrue(html.contains("no evidence of decoding"));
        assertFalse(html.contains("seldom"));
    }

    @Test
    void allTextIsEscaped() {
        String bad = "<img src=x onerror=alert(1)>\"'&";
        String html = DecodingReport.builder(bad).subtitle(bad).score(new Score("<s>" + bad, true), 0.5, 0.5)
                .interval(new Interval(0.4, 0.6, 0.95, bad))
                .confusion(List.of(bad, "b"), new long[][] {{1, 2}, {3, 4}})
                .folds(List.of(new FoldScore(bad, 0.5, 1)))
                .methods(DecodingMethods.builder(1, 2, 2, bad).featureSource(bad).selection(bad).build())
                .notices(List.of(new Notice(bad, bad)))
                .provenance(new Provenance(bad, bad, List.of(bad), java.util.Map.of(bad, bad),
                        java.util.OptionalLong.of(1),
                        List.of(new InputFile(java.nio.file.Path.of(bad), 1, bad)),
                        List.of(), java.util.Map.of(bad, bad), java.time.Instant.EPOCH, 0, 0))
                .cite(new Reference(bad, bad)).build().html();
        assertFalse(html.contains("<img"), html);
        assertFalse(html.contains("<s>"));
        String search = SampleReports.searchlight().subtitle(bad).threshold(0.6, bad).methods(List.of(bad))
                .peaks(List.of(new Peak(0, 0, 0, 1, 1, bad))).build().html();
        assertFalse(search.contains("<img"));
    }

    @Test
    void aSearchlightCountsSpheresAndListsPeaks() {
        double[] scores = {0.5, 0.9, Double.NaN, 0.7};
        String html = SearchlightReport.builder("t").scores(Score.ACCURACY, scores, 0.5).radius(5.6)
                .threshold(0.6, "")
                .peaks(List.of(new Peak(-12, 4.25, 0, 0.9, 7, "Cuneus"))).build().html();
        assertTrue(html.contains("<dd>3</dd><dt>spheres</dt>"));
        assertTrue(html.contains("<dd>2</dd><dt>spheres above threshold</dt>"));
        assertTrue(html.contains("<dd>1</dd><dt>spheres not evaluated</dt>"));
        assertTrue(html.contains("<dd>70.0%</dd><dt>mean accuracy</dt>"));
        assertTrue(html.contains("<td class=\"number\">\u221212</td>"));
        String descriptive = SearchlightReport.builder("t").scores(Score.ACCURACY, scores, 0.5).build()
                .html();
        assertTrue(descriptive.contains("not as a test"));
        assertThrows(IllegalStateException.class, () -> SearchlightReport.builder("t")
                .scores(Score.ACCURACY, new double[] {Double.NaN}, 0.5).build());
    }

    @Test
    void methodsAreSentencesWithoutGaps() {
        List<String> paragraphs = SampleReports.methods().paragraphs();
        assertEquals(2, paragraphs.size());
        String text = String.join(" ", paragraphs);
        assertTrue(text.startsWith(
                "The labels of 864 samples in 8 classes were decoded from 577 features (voxels of the"
                        + " ventral temporal mask) with a linear support vector machine"),
                text);
        assertFalse(text.contains("..") || text.contains(" ."), text);
        assertEquals(
                List.of("The labels of 10 samples in 2 classes were decoded from 5 features with ridge."),
                DecodingMethods.builder(10, 5, 2, "ridge").build().paragraphs());
    }
}
