package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.engram.cli.results.DecodingFiles;
import org.engram.cli.results.RunRecord;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.validation.PenaltySelection;
import org.engram.compute.validation.Splitter;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.decoders.decoding.Decoder;
import org.engram.decoders.decoding.DecodingResult;
import org.engram.decoders.fmri.AnalysisMask;
import org.engram.decoders.fmri.FmriSamples;
import org.engram.decoders.fmri.FmriStudy;
import org.engram.io.table.JsonFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram decode}: what was the person seeing? */
@Command(name = "decode", sortOptions = false, showDefaultValues = false, description = "Decodes conditions from fMRI: cross-validated accuracy, permutation test, maps and a report.", footerHeading = "%nExamples:%n", footer = {
        "  engram decode --demo",
        "  engram decode --dataset DIR --subject 01 --bold 'task-objects' --out OUT",
        "  engram decode --dataset DIR --subject 01 --estimator svm --penalty nested --permutations 1000 --out OUT",
        "  engram decode --dataset DIR --subject 01 --train-runs 1-6 --test-runs 7,8 --out OUT"})
public final class DecodeCommand extends EngramCommand {
    @Option(names = "--demo", description = "Decode the simulated dataset that comes with Engram.")
    boolean demo;

    @Mixin
    FmriOptions fmri = new FmriOptions();

    @Mixin
    ClassifierOptions classifier = new ClassifierOptions();

    @Mixin
    ValidationOptions validation = new ValidationOptions();

    @Option(names = "--permutations", paramLabel = "N", defaultValue = "0", description = "Label permutations for the p value (default: none).")
    int permutations;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for results.json, report.html, maps, tables.")
    Path target;

    @Override
    public Integer call() throws IOException {
        if (demo) {
            useDemo();
        }
        requireOptions();
        DecodingFiles.requireWritable(target);
        Splitter splitter = ofOptions(() -> validation.splitter(seed));
        Classifier method = ofOptions(classifier::classifier);
        RunRecord record = startRecord();
        Parallelism parallelism = parallelismWithAlgebra();
        Progress progress = progress();
        Set<Notice> notices = Collections.synchronizedSet(new LinkedHashSet<>());
        FmriStudy study = fmri.study();
        AnalysisMask mask = fmri.mask(study, parallelism, progress, notices::add);
        FmriSamples samples = fmri.reader(mask, parallelism, progress).read(study);
        validation.requireSessions(samples, study);
        boolean bySession = validation.isBySession();
        DecodingResult result = Decoder.builder(method).splitter(splitter)
                .groupKind(bySession ? "session" : "run")
                .selection(classifier.isNested() ? PenaltySelection.overDefaults() : null)
                .groupLeakage(validation.leakage())
                .permutations(permutations)
                .seed(seed).parallelism(parallelism).progress(progress).build()
                .decode(samples.features(), samples.labels(),
                        bySession ? samples.sessions() : samples.runs());
        notices.addAll(samples.notices());
        notices.addAll(result.notices());
        record.inputs(study, mask, fmri.anatomy);
        fmri.recordConfounds(record, study);
        DecodingFiles files = DecodingFiles.builder(study, mask, samples, result)
                .anatomy(fmri.anatomy == null ? study.anatomy() : Optional.of(fmri.anatomy))
                .preparation(fmri.preparation())
                .methods("a " + method.describe(), splitter.describe(), classifier.isNested()
                        ? "chosen by cross-validation within the training samples of each fold"
                        : "")
                .notices(List.copyOf(notices)).record(record).build();
        files.write(target);
        print(notices);
        report(files);
        return 0;
    }

    private void useDemo() {
        fmri.useDemo();
        permutations = permutations == 0 ? 1000 : permutations;
        target = target == null ? Path.of("engram-demo") : target;
    }

    private void requireOptions() {
        fmri.requireGiven(this, target);
        validation.mistake().ifPresent(mistake -> {
            throw wrongUsage(mistake);
        });
        if (permutations < 0) {
            throw wrongUsage("--permutations is " + permutations + ": give 0 or more");
        }
        ofOptions(() -> {
            fmri.requireValid();
            return fmri;
        });
    }

    private void report(DecodingFiles files) {
        if (json) {
            out().println(JsonFile.format(files.fields()));
            return;
        }
        out().println(files.headline());
        out().println("report: " + target.resolve("report.html"));
    }
}
