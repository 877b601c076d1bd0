/**
 * Reports: what an analysis found, on one page that stands alone. The command fills plain records, the report lays
 * them out: the result against chance, confusions, folds, the null distribution, maps on the anatomy, the methods in
 * words, warnings, and where everything came from. All text is escaped; the page loads nothing from anywhere.
 *
 * <pre>{@code
 * DecodingReport.builder("Eight object categories")
 *     .score(Score.ACCURACY, 0.831, 0.125)
 *     .interval(new Interval(0.742, 0.920, 0.95, "t over folds"))
 *     .confusion(List.of("cat", "house"), new long[][] {{40, 3}, {5, 38}})
 *     .folds(List.of(new FoldScore("run 1", 0.9, 18), new FoldScore("run 2", 0.8, 18)))
 *     .build()
 *     .write(Path.of("report.html"));
 * }</pre>
 */
package org.engram.cli.report;
