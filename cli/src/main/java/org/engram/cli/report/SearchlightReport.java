package org.engram.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.engram.cli.viewer.Html;
import org.engram.cli.viewer.ViewerScene;
import org.engram.core.Notice;
import org.engram.io.provenance.Provenance;

/**
 * The report of a searchlight: the score of a decoder around every voxel. Only title and scores are required; a part
 * whose input is not given is left out.
 */
public final class SearchlightReport {
    private static final int PEAKS_SHOWN = 20;

    private SearchlightReport() {}

    /**
     * @param title what was decoded, in a few words
     * @return a builder
     */
    public static Builder builder(String title) {
        return new Builder(title);
    }

    /** Collects what the report shows and lays it out. */
    public static final class Builder {
        private final String title;
        private final List<Notice> notices = new ArrayList<>();
        private final List<Reference> references = new ArrayList<>();
        private String subtitle = "";
        private Score score;
        private double[] scores;
        private double chance;
        private double radiusMillimetres = Double.NaN;
        private double threshold = Double.NaN;
        private String thresholdMeaning = "";
        private List<Peak> peaks = List.of();
        private ViewerScene map;
        private String mapCaption = "";
        private List<String> methods = List.of();
        private Provenance provenance;

        private Builder(String title) {
            this.title = Objects.requireNonNull(title, "title");
        }

        /**
         * @param text a second line: subject, task, data set
         * @return this
         */
        public Builder subtitle(String text) {
            subtitle = text;
            return this;
        }

        /**
         * @param measure what was measured in each sphere
         * @param values the score of every centre, NaN where a sphere was too small; copied
         * @param guessing the score of guessing
         * @return this
         */
        public Builder scores(Score measure, double[] values, double guessing) {
            score = measure;
            scores = values.clone();
            chance = guessing;
            return this;
        }

        /**
         * @param millimetres the radius of the spheres
         * @return this
         */
        public Builder radius(double millimetres) {
            radiusMillimetres = millimetres;
            return this;
        }

        /**
         * @param value scores above it are called significant, and counted
         * @param meaning how it was found: "p &lt; 0.05 over the brain, maximum statistic, 1000 permutations"
         * @return this
         */
        public Builder threshold(double value, String meaning) {
            threshold = value;
            thresholdMeaning = meaning;
            return this;
        }

        /**
         * @param found local maxima, best first
         * @return this
         */
        public Builder peaks(List<Peak> found) {
            peaks = List.copyOf(found);
            return this;
        }

        /**
         * @param scene the score map on the anatomy, with a static picture
         * @param caption what the map shows
         * @return this
         */
        public Builder map(ViewerScene scene, String caption) {
            map = scene;
            mapCaption = caption;
            return this;
        }

        /**
         * @param paragraphs what was done, in whole sentences
         * @return this
         */
        public Builder methods(List<String> paragraphs) {
            methods = List.copyOf(paragraphs);
            return this;
        }

        /**
         * @param found what a reader should know about the data; added to those given before
         * @return this
         */
        public Builder notices(List<Notice> found) {
            notices.addAll(found);
            return this;
        }

        /**
         * @param origin where the result came from
         * @return this
         */
        public Builder provenance(Provenance origin) {
            provenance = origin;
            return this;
        }

        /**
         * @param reference something a user of these results should cite; added to those given before
         * @return this
         */
        public Builder cite(Reference reference) {
            references.add(reference);
            return this;
        }

        /**
         * @return the page
         * @throws IllegalStateException when no scores were given, or not one of them is a number
         */
        public Report build() {
            if (score == null || Arrays.stream(scores).noneMatch(Double::isFinite)) {
                throw new IllegalStateException(
                        "a searchlight report needs at least one finite score: call scores(...)");
            }
            String body = ReportSections.head("Searchlight report", title, subtitle, provenance) + summary()
                    + ReportSections.section("map", "Where", Report.map(map, mapCaption))
                    + ReportSections.section("scores", "Scores and peaks", distribution())
                    + ReportSections.section("methods", "Methods", ReportSections.paragraphs(methods))
                    + ReportSections.section("notices", "Notices", ReportSections.notices(notices))
                    + ReportSections.section("provenance", "Provenance",
                            ReportSections.provenance(provenance))
                    + ReportSections.section("cite", "How to cite", ReportSections.references(references));
            return Report.of(title, body, map);
        }

        private String summary() {
            double[] finite = Arrays.stream(scores).filter(Double::isFinite).toArray();
            double best = Arrays.stream(finite).max().orElse(Double.NaN);
            double mean = Arrays.stream(finite).average().orElse(Double.NaN);
            StringBuilder out = new StringBuilder("<section class=\"summary\" aria-label=\"Result\">\n");
            out.append("<p class=\"result\"><strong>").append(score.format(best))
                    .append("</strong> <span>best ")
                    .append(Html.escape(score.name())).append(" of any sphere</span></p>\n");
            out.append(HeadlineChart.svg(score, best, chance, null));
            out.append("<p class=\"verdict\">").append(Html.escape(verdict(finite)))
                    .append("</p>\n<dl class=\"facts\">\n");
            out.append(ReportSections.fact(Numbers.count(finite.length), "spheres"));
            if (!Double.isNaN(radiusMillimetres)) {
                out.append(ReportSections.fact(Numbers.millimetres(radiusMillimetres) + " mm", "radius"));
            }
            out.append(ReportSections.fact(score.format(mean), "mean " + score.name()));
            if (!Double.isNaN(threshold)) {
                long above = Arrays.stream(finite).filter(v -> v > threshold).count();
                out.append(ReportSections.fact(Numbers.count(above), "spheres above threshold"));
            }
            if (finite.length < scores.length) {
                out.append(ReportSections.fact(Numbers.count(scores.length - finite.length),
                        "spheres not evaluated"));
            }
            return out.append("</dl>\n</section>\n").toString();
        }

        private String verdict(double[] finite) {
            String chanceWords = "Chance is " + score.format(chance) + ". ";
            if (Double.isNaN(threshold)) {
                return chanceWords
                        + "The best of many spheres is high by selection alone, and no threshold that allows "
                        + "for it was given: read the map as a description, not as a test.";
            }
            boolean any = Arrays.stream(finite).anyMatch(v -> v > threshold);
            String limit = score.format(threshold)
                    + (thresholdMeaning.isEmpty() ? "" : " (" + thresholdMeaning + ")");
            return chanceWords + (any
                    ? "Spheres above " + limit + " count as significant."
                    : "No sphere exceeds " + limit + ".");
        }

        private String distribution() {
            List<HistogramChart.Mark> marks = new ArrayList<>();
            marks.add(new HistogramChart.Mark(chance, "chance " + score.format(chance), "chance"));
            if (!Double.isNaN(threshold)) {
                marks.add(new HistogramChart.Mark(threshold, "threshold " + score.format(threshold),
                        "observed"));
            }
            String chart = HistogramChart.svg(scores, score, score.heading() + " of a sphere",
                    "Histogram of the scores of all spheres", marks.toArray(HistogramChart.Mark[]::new));
            return "<div class=\"pair\">\n" + ReportSections.figure(chart, "How often each score was found.")
                    + peakTable() + "</div>\n";
        }

        private String peakTable() {
            if (peaks.isEmpty()) {
                return "<p class=\"quiet\">No peaks were listed.</p>\n";
            }
            boolean named = peaks.stream().anyMatch(peak -> !peak.region().isEmpty());
            StringBuilder out = new StringBuilder("<div class=\"scroll\"><table class=\"peaks\">\n<thead><tr>"
                    + "<th scope=\"col\" class=\"number\">x</th><th scope=\"col\" class=\"number\">y</th>"
                    + "<th scope=\"col\" class=\"number\">z (mm)</th><th scope=\"col\" class=\"number\">"
                    + Html.escape(score.heading()) + "</th><th scope=\"col\" class=\"number\">Voxels</th>"
                    + (named ? "<th scope=\"col\">Region</th>" : "") + "</tr></thead>\n<tbody>\n");
            for (Peak peak : peaks.subList(0, Math.min(PEAKS_SHOWN, peaks.size()))) {
                out.append("<tr>");
                for (double mm : new double[] {peak.x(), peak.y(), peak.z()}) {
                    out.append("<td class=\"number\">").append(Numbers.millimetres(mm)).append("</td>");
                }
                out.append("<td class=\"number\">").append(score.format(peak.value()))
                        .append("</td><td class=\"number\">")
                        .append(peak.clusterVoxels() > 0 ? Numbers.count(peak.clusterVoxels()) : "\u2013")
                        .append("</td>").append(named ? "<td>" + Html.escape(peak.region()) + "</td>" : "")
                        .append("</tr>\n");
            }
            String rest = peaks.size() <= PEAKS_SHOWN
                    ? ""
                    : "<p class=\"quiet\">The first " + PEAKS_SHOWN + " of " + peaks.size() + " peaks.</p>\n";
            return out.append("</tbody>\n</table></div>\n").toString() + rest;
        }
    }
}
