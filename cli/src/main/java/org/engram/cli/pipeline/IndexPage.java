package org.engram.cli.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.engram.cli.pipeline.RecordingOutcome.State;
import org.engram.cli.report.Cell;
import org.engram.cli.report.SignalReport;
import org.engram.io.provenance.Provenance;

/** The first page of a run: how far each recording came, with links to its page, and what was decoded. */
final class IndexPage {
    private final PipelineResult result;
    private final String dataset;

    IndexPage(PipelineResult result, String dataset) {
        this.result = result;
        this.dataset = dataset;
    }

    void write(Provenance provenance) throws IOException {
        String title = result.settings().of(Section.REPORT).text("title").orElse(dataset);
        SignalReport report = new SignalReport("Pipeline", title, result.describe());
        facts(report);
        if (!result.failures().isEmpty()) {
            report.part("What failed");
            result.failures().forEach(report::words);
        }
        decoding(report);
        report.part("Recordings").cells(head(), rows());
        methods(report);
        report.notices(result.notices()).write(result.index(), provenance);
    }

    private void facts(SignalReport report) {
        long subjects = result.outcomes().stream().map(outcome -> outcome.job().run().subject()).distinct()
                .count();
        report.fact(Long.toString(subjects), "subjects")
                .fact(Integer.toString(result.outcomes().size()), "recordings");
        long epochs = result.outcomes().stream().flatMap(outcome -> outcome.record(Step.EPOCHS).stream())
                .mapToLong(record -> ((Number) record.summary().get("epochs")).longValue()).sum();
        if (result.steps().contains(Step.EPOCHS)) {
            report.fact(Long.toString(epochs), "epochs");
        }
        result.decoded().ifPresent(record -> {
            Map<?, ?> decoded = (Map<?, ?>) record.summary().get("result");
            Map<?, ?> score = (Map<?, ?>) decoded.get("score");
            report.fact(number(score.get("value")), score.get("name") + ", chance "
                    + number(decoded.get("chance")));
        });
        report.fact(Integer.toString(result.failures().size()), "failures");
    }

    private static String number(Object value) {
        return value instanceof Number number
                ? String.format(Locale.ROOT, "%.3f", number.doubleValue())
                : "not available";
    }

    private void decoding(SignalReport report) {
        if (result.decoding().isEmpty()) {
            return;
        }
        report.part("Decoding");
        if (result.decoded().isEmpty()) {
            report.words("Decoding: " + result.decoding().get().words() + ".");
            return;
        }
        Map<?, ?> decoded = (Map<?, ?>) result.decoded().get().summary().get("result");
        report.words(sentence(String.valueOf(result.headline().orElse(""))))
                .link("decoding/report.html", "Decoding report");
        List<List<String>> rows = new ArrayList<>();
        ((Map<?, ?>) decoded.get("groups")).forEach((name, scores) -> rows.add(List.of(name.toString(),
                number(((Map<?, ?>) scores).get("accuracy")),
                number(((Map<?, ?>) scores).get("balanced_accuracy")),
                number(((Map<?, ?>) scores).get("roc_auc")))));
        report.table(List.of("Tested", "Accuracy", "Balanced accuracy", "ROC AUC"), rows);
    }

    private static String sentence(String words) {
        return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    private List<String> head() {
        List<String> head = new ArrayList<>(List.of("Recording"));
        result.steps().forEach(step -> head.add(switch (step) {
            case CLEAN -> "Cleaned";
            case EPOCHS -> "Epochs";
            default -> "Page";
        }));
        head.addAll(List.of("Bad channels", "Kept"));
        return head;
    }

    private List<List<Cell>> rows() {
        List<List<Cell>> rows = new ArrayList<>();
        for (RecordingOutcome outcome : result.outcomes()) {
            List<Cell> row = new ArrayList<>();
            Cell name = Cell.of(outcome.job().run().label());
            // A page of an earlier run says nothing about a recording that fails now.
            row.add(outcome.record(Step.REPORT).isPresent() ? link(name, outcome.job().page()) : name);
            result.steps().forEach(step -> row.add(state(outcome, step)));
            row.add(Cell.of(outcome.record(Step.CLEAN).map(IndexPage::bad).orElse("")));
            row.add(Cell.of(outcome.record(Step.EPOCHS).map(record -> record.summary().get("epochs") + " of "
                    + record.summary().get("events")).orElse("")));
            rows.add(row);
        }
        return rows;
    }

    private static String bad(StepRecord record) {
        List<String> names = new ArrayList<>();
        ((List<?>) record.summary().get("given_bad_channels")).forEach(name -> names.add(name.toString()));
        ((List<?>) record.summary().get("detected_bad_channels"))
                .forEach(found -> names.add(String.valueOf(((Map<?, ?>) found).get("name"))));
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private Cell state(RecordingOutcome outcome, Step step) {
        State state = outcome.states().get(step);
        Cell cell = Cell.of(state.words()).as(switch (state) {
            case DONE, KEPT -> Cell.Tone.GOOD;
            case FAILED -> Cell.Tone.BAD;
            default -> Cell.Tone.QUIET;
        });
        if (step != Step.REPORT || outcome.record(step).isEmpty()) {
            return cell;
        }
        Path signals = outcome.job().signalsPage();
        Path page = outcome.job().page();
        return Files.isRegularFile(page) ? link(cell, page) : link(cell, signals);
    }

    private Cell link(Cell cell, Path page) {
        if (!Files.isRegularFile(page)) {
            return cell;
        }
        return cell.to(result.settings().derivatives().relativize(page).toString().replace('\\', '/'));
    }

    private void methods(SignalReport report) {
        result.outcomes().stream().flatMap(outcome -> outcome.record(Step.CLEAN).stream()).findFirst()
                .ifPresent(
                        record -> report.method("Each recording was cleaned in these steps, told here for the"
                                + " first: "
                                + String.join("; ", ((List<?>) record.summary().get("steps")).stream()
                                        .map(String::valueOf).toList())
                                + "."));
        result.decoded().ifPresent(record -> report
                .method("Decoding: " + ((Map<?, ?>) record.summary().get("result")).get("analysis")));
    }
}
