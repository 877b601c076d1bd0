package org.engram.cli.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.engram.cli.results.EpochDecodingFiles;
import org.engram.cli.results.RunRecord;
import org.engram.compute.estimation.Labels;
import org.engram.compute.validation.Score;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.decoders.timeseries.evaluation.EpochDecoding;
import org.engram.decoders.timeseries.evaluation.EpochDecodingResult;
import org.engram.decoders.timeseries.evaluation.EpochProtocol;
import org.engram.decoders.timeseries.pipelines.EpochPipeline;
import org.engram.decoders.timeseries.pipelines.EpochPipelines;
import org.engram.decoders.timeseries.pipelines.PipelineOptions;
import org.engram.decoders.timeseries.study.Classes;
import org.engram.decoders.timeseries.study.EpochPreparation;
import org.engram.decoders.timeseries.study.EpochStudy;
import org.engram.decoders.timeseries.study.EpochStudyReader;
import org.engram.decoders.timeseries.study.SpatialPatterns;
import org.engram.io.recording.montage.StandardMontages;
import org.engram.io.table.ClosestName;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;

/** Decodes the epochs of all recordings together, as the run file wants it. */
record DecodingStep(Values values) {
    private static final String SESSION = "session";

    void requireSense() {
        pipeline();
        protocol();
        preparation();
        classes();
        score();
        for (String folds : List.of("folds", "subject-folds")) {
            int count = values.count(folds);
            if (count == 1 || count == 0 && folds.equals("folds")) {
                throw values.wrong(folds, "expected 2 or more");
            }
        }
    }

    private EpochPipeline pipeline() {
        return values.made("pipeline", () -> EpochPipelines.named(values.text("pipeline").orElse("none")));
    }

    EpochProtocol protocol() {
        return values.made("protocol", () -> EpochProtocol.named(values.text("protocol").orElse("none")));
    }

    private Classes classes() {
        return values.made("classes", () -> Classes.parse(values.texts("classes")));
    }

    private EpochPreparation preparation() {
        Supplier<EpochPreparation> window = () -> new EpochPreparation(0, Double.POSITIVE_INFINITY,
                OptionalDouble.empty(), values.number("tmin"), values.number("tmax"));
        return values.made("tmax", window);
    }

    String target() {
        return values.text("target").orElse("event");
    }

    String group() {
        return values.text("group").orElse("subject");
    }

    private Score score() {
        return values.text("score").map(name -> values.choice("score", name, Score.class)).orElse(null);
    }

    private PipelineOptions options() {
        return PipelineOptions.DEFAULT;
    }

    /**
     * @param files epochs of the recordings
     * @param dataset whose participants.tsv may hold columns
     * @param record of this run
     * @param known what a person should know about the recordings
     * @return what is to be written
     */
    EpochDecodingFiles decode(List<Path> files, Path dataset, Parallelism parallelism, Progress progress,
            RunRecord record, List<Notice> known) throws IOException {
        EpochStudy study = EpochStudyReader.builder().preparation(preparation()).build().read(files);
        study = withColumn(withColumn(study, target(), dataset), group(), dataset);
        Classes classes = classes();
        study = study.with(classes.of(study.table(), target()).withName(target()));
        EpochDecoding.Builder builder = EpochDecoding.builder(pipeline(), protocol())
                .channels(channel -> true).headline(score()).folds(values.count("folds"))
                .tuned(values.flag("tune"))
                .leakageAllowed(values.flag("allow-leakage"))
                .permutations(values.count("permutations")).seed(values.count("seed"))
                .parallelism(parallelism)
                .progress(progress);
        if (values.count("subject-folds") > 0) {
            builder.subjectFolds(values.count("subject-folds"));
        }
        if (study.table().has(SESSION) && !group().equals(SESSION)) {
            builder.session(SESSION);
        }
        EpochDecodingResult result = builder.build().decode(study.epochs(), study.table(), target(), group());
        Set<Notice> notices = new LinkedHashSet<>(known);
        notices.addAll(study.notices());
        notices.addAll(result.notices());
        return new EpochDecodingFiles(study, study.table(), result, target(), group(), List.copyOf(notices),
                record,
                patterns(study), StandardMontages.named("standard_1005"));
    }

    private Optional<SpatialPatterns> patterns(EpochStudy study) throws IOException {
        Column target = study.table().column(target());
        int[] rows = IntStream.range(0, target.size()).filter(row -> !target.isMissing(row)).toArray();
        return SpatialPatterns.of(values.text("pipeline").orElseThrow(), options(), study.epochs(), rows,
                Labels.of(IntStream.of(rows).mapToObj(target::text).toList()));
    }

    /** What is known about subjects rather than trials stands in participants.tsv. */
    private EpochStudy withColumn(EpochStudy study, String name, Path dataset) throws IOException {
        if (study.table().has(name)) {
            return study;
        }
        Path file = dataset.resolve("participants.tsv");
        Optional<Table> participants = Files.isRegularFile(file)
                ? Optional.of(TableFile.read(file))
                : Optional.empty();
        List<String> known = new ArrayList<>(study.table().columnNames());
        participants.ifPresent(table -> known.addAll(table.columnNames()));
        if (participants.isEmpty() || !participants.get().has(name)
                || !participants.get().has("participant_id")) {
            throw new EngramException("decode names the column \"" + name + "\", which neither events.tsv nor"
                    + " participants.tsv has; " + ClosestName.hint(name, known));
        }
        Map<String, String> values = new HashMap<>();
        List<String> ids = participants.get().text("participant_id");
        Column column = participants.get().column(name);
        for (int row = 0; row < ids.size(); row++) {
            if (!column.isMissing(row)) {
                values.put(ids.get(row), column.text(row));
            }
        }
        return study
                .with(Column.ofText(name, study.table().text("subject").stream().map(values::get).toList()));
    }
}
