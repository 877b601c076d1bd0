package org.engram.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.engram.cli.viewer.Html;
import org.engram.cli.viewer.ViewerScene;
import org.engram.core.Notice;
import org.engram.io.provenance.Provenance;

/**
 * The report of a cross-validated decoder. Only title and score are required; a part whose input is not given is left
 * out of the page.
 */
public final class DecodingReport {
    private DecodingReport() {}

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
        private double value;
        private double chance;
        private Interval interval;
        private double pValue = Double.NaN;
        private double[] nullScores = {};
        private List<String> classes = List.of();
        private long[][] confusion;
        private List<FoldScore> folds = List.of();
        private ViewerScene map;
        private String mapCaption = "";
        private DecodingMethods methods;
        private final List<String> words = new ArrayList<>();
        private final StringBuilder figures = new StringBuilder();
        private final StringBuilder places = new StringBuilder();
        private String heldOut = "fold";
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
         * @param measure what was measured
         * @param result the score over all folds
         * @param guessing the score of guessing, from the class frequencies
         * @return this
         */
        public Builder score(Score measure, double result, double guessing) {
            score = measure;
            value = result;
            chance = guessing;
            return this;
        }

        /**
         * @param confidence the confidence interval of the score
         * @return this
         */
        public Builder interval(Interval confidence) {
            interval = confidence;
            return this;
        }

        /**
         * @param scores one score for each permutation of the labels; copied
         * @param p (1 + number of scores at least as good) / (1 + number of scores)
         * @return this
         */
        public Builder permutations(double[] scores, double p) {
            nullScores = scores.clone();
            pValue = p;
            return this;
        }

        /**
         * @param names class names, in the order of rows and columns
         * @param counts test samples by true class (row) and predicted class (column); copied
         * @return this
         */
        public Builder confusion(List<String> names, long[][] counts) {
            ConfusionMatrixChart.check(names, counts);
            classes = List.copyOf(names);
            confusion = new long[counts.length][];
            for (int c = 0; c < counts.length; c++) {
                confusion[c] = counts[c].clone();
            }
            return this;
        }

        /**
         * @param scores the folds in their order
         * @return this
         */
        public Builder folds(List<FoldScore> scores) {
            folds = List.copyOf(scores);
            return this;
        }

        /**
         * @param noun what {@link #folds} are scores of: "group". Default "fold"
         * @return this
         */
        public Builder heldOut(String noun) {
            heldOut = noun;
            return this;
        }

        /**
         * @param chart an SVG element that Engram drew, of where the information is
         * @param caption what it shows
         * @return this
         */
        public Builder place(String chart, String caption) {
            places.append(ReportSections.figure(chart, caption));
            return this;
        }

        /**
         * @param scene weight or pattern maps on the anatomy, with a static picture; for several classes built with
         *     {@link ViewerScene.Builder#oneOverlayAtATime}
         * @param caption what the maps show
         * @return this
         */
        public Builder map(ViewerScene scene, String caption) {
            map = scene;
            mapCaption = caption;
            return this;
        }

        /**
         * @param description what was done
         * @return this
         */
        public Builder methods(DecodingMethods description) {
            methods = description;
            return this;
        }

        /**
         * @param paragraph of the methods, for work {@link DecodingMethods} has no words for; added to those given before
         * @return this
         */
        public Builder method(String paragraph) {
            words.add(paragraph);
            return this;
        }

        /**
         * @param chart an SVG element that Engram drew
         * @param caption what it shows
         * @return this
         */
        public Builder figure(String chart, String caption) {
            figures.append(ReportSections.figure(chart, caption));
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
         * @throws IllegalStateException when no score was given
         */
        public Report build() {
            if (score == null) {
                throw new IllegalStateException("a decoding report needs a score: call score(...)");
            }
            String body = ReportSections.head("Decoding report", title, subtitle, provenance) + summary()
                    + ReportSections.section("confusions", "What was taken for what", confusions())
                    + ReportSections.section("training", "Training", figures.toString())
                    + ReportSections.section("certainty",
                            heldOut.substring(0, 1).toUpperCase(Locale.ROOT) + heldOut.substring(1)
                                    + "s and chance",
                            certainty())
                    + ReportSections.section("map", "Where", Report.map(map, mapCaption) + places)
                    + ReportSections.section("methods", "Methods",
                            ReportSections.paragraphs(methods == null ? words : methods.paragraphs()))
                    + ReportSections.section("notices", "Notices", ReportSections.notices(notices))
                    + ReportSections.section("provenance", "Provenance",
                            ReportSections.provenance(provenance))
                    + ReportSections.section("cite", "How to cite", ReportSections.references(references));
            return Report.of(title, body, map);
        }

        private String summary() {
            StringBuilder out = new StringBuilder("<section class=\"summary\" aria-label=\"Result\">\n");
            out.append("<p class=\"result\"><strong>").append(score.format(value)).append("</strong> <span>")
                    .append(Html.escape(score.name())).append("</span></p>\n");
            out.append(HeadlineChart.svg(score, value, chance, interval));
            out.append("<p class=\"verdict\">").append(Html.escape(verdict())).append("</p>\n");
            out.append("<dl class=\"facts\">\n");
            if (confusion != null) {
                out.append(ReportSections.fact(Integer.toString(classes.size()), "classes"));
                if (!score.equals(Score.BALANCED_ACCURACY)) {
                    out.append(ReportSections.fact(
                            Score.BALANCED_ACCURACY.format(ClassTable.balancedAccuracy(confusion)),
                            "balanced accuracy"));
                }
            }
            if (!folds.isEmpty()) {
                out.append(ReportSections.fact(Integer.toString(folds.size()), heldOut + "s"));
            }
            if (methods != null) {
                out.append(ReportSections.fact(Numbers.count(methods.samples()), "samples"));
                out.append(ReportSections.fact(Numbers.count(methods.features()), "features"));
            }
            if (nullScores.length > 0) {
                out.append(ReportSections.fact(Numbers.count(nullScores.length), "permutations"));
            }
            return out.append("</dl>\n</section>\n").toString();
        }

        /** Says what the numbers mean and no more than they mean. */
        private String verdict() {
            StringBuilder out = new StringBuilder();
            if (interval != null) {
                out.append(Math.round(100 * interval.level())).append("% confidence interval ")
                        .append(score.format(interval.low())).append(" to ")
                        .append(score.format(interval.high()));
                if (!interval.method().isEmpty()) {
                    out.append(" (").append(interval.method()).append(')');
                }
                out.append("; ");
            }
            out.append("chance is ").append(score.format(chance)).append('.');
            if (Double.isNaN(pValue)) {
                out.append(" No permutation test was run, so no p value is given.");
            } else if (pValue < 0.05) {
                out.append(" Shuffled labels seldom do as well (").append(Numbers.pValue(pValue))
                        .append(").");
            } else {
                out.append(" Shuffled labels do as well often enough (").append(Numbers.pValue(pValue))
                        .append(") that this is no evidence of decoding.");
            }
            String text = out.toString();
            return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        }

        private String confusions() {
            if (confusion == null) {
                return "";
            }
            // Beside the table there is room for eight columns; more get the whole width.
            String layout = classes.size() > 8 ? "pair stacked" : "pair wide-right";
            String caption = ConfusionMatrixChart.showsCounts(classes.size())
                    ? "Each row is a true class; percentages are parts of the row, the numbers below them count held-out "
                            + "samples."
                    : "Each row is a true class; the numbers are percent of the row. Hover over a cell for its count.";
            return "<div class=\"" + layout + "\">\n"
                    + ReportSections.figure(ConfusionMatrixChart.svg(classes, confusion), caption) + "<div>\n"
                    + ClassTable.html(classes, confusion)
                    + "<p class=\"caption\">Recall: the part of a class's samples that was recognised, with its Wilson "
                    + "interval. Precision: the part of the predictions of a class that was right.</p>\n</div>\n</div>\n";
        }

        private String certainty() {
            StringBuilder out = new StringBuilder();
            if (!folds.isEmpty()) {
                double mean = folds.stream().mapToDouble(FoldScore::score).filter(Double::isFinite).average()
                        .orElse(Double.NaN);
                if (!Double.isNaN(mean)) {
                    out.append(ReportSections.figure(FoldScoreChart.svg(folds, heldOut, score, mean, chance),
                            score.heading() + " on each held-out " + heldOut + "."));
                }
            }
            if (nullScores.length > 0) {
                out.append(ReportSections.figure(NullDistributionChart.svg(nullScores, score, value, pValue),
                        score.heading() + " after shuffling the labels " + Numbers.count(nullScores.length)
                                + " times, against the true labels."));
            }
            return out.isEmpty() ? "" : "<div class=\"pair\">\n" + out + "</div>\n";
        }
    }
}
