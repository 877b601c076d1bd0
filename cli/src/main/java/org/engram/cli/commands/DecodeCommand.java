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
@Command(name = "decode", sortOptions = false, showDefaultValues = false, description = {
        "Decodes conditions from fMRI: cross-validated accuracy, permutation test, maps and a report.",
        "With --epochs decodes epochs of EEG, MEG or sEEG: within sessions, across sessions or across subjects, or over"
                + " time."}, footerHeading = "%nExamples:%n", footer = {
                        "  engram decode --demo",
                        "  engram decode --dataset DIR --subject 01 --bold 'task-objects' --out OUT",
                        "  engram decode --dataset DIR --subject 01 --estimator svm --penalty nested --permutations 1000 --out OUT",
                        "  engram decode --dataset DIR --subject 01 --train-runs 1-6 --test-runs 7,8 --out OUT",
                        "  engram decode --demo eeg --out OUT",
                        "  engram decode --epochs epochs.npz --target stimulus --group subject --pipeline ts+lr --out OUT",
                        "  engram decode --epochs sub-*_epo.fif --target label --group subject --over-time generalising --out OUT",
                        "  engram decode --epochs BIDS-DIR --target trial_type --group subject --tmin 0 --tmax 0.8 --band 1-20 --out OUT"})
public final class DecodeCommand extends EngramCommand {
    @Option(names = "--demo", paramLabel = "fmri|eeg", arity = "0..1", fallbackValue = "fmri", description = "Decode the simulated dataset that comes with Engram; eeg: simulated epochs.")
    String demo;

    @Mixin
    FmriOptions fmri = new FmriOptions();

    @Mixin
    ClassifierOptions classifier = new ClassifierOptions();

    @Mixin
    ValidationOptions validation = new ValidationOptions();

    @Mixin
    EpochInputOptions input = new EpochInputOptions();

    @Mixin
    EpochDecodingOptions epochs = new EpochDecodingOptions();

    @Option(names = "--permutations", paramLabel = "N", defaultValue = "0", description = "Label permutations for the p value (default: none).")
    int permutations;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for results.json, report.html, maps, tables.")
    Path target;

    @Override
    public Integer call() throws IOException {
        if (input.isGiven() || "eeg".equals(demo)) {
            return decodeEpochs();
        }
        refuseOptionsOf("it belongs to --epochs, which decodes epochs of EEG, MEG or sEEG", Set.of(),
                EpochInputOptions.class, EpochDecodingOptions.class);
        if (demo != null) {
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

    private int decodeEpochs() throws IOException {
        refuseOptionsOf("it belongs to fMRI, and --epochs decodes epochs",
                Set.of("--classes", "--allow-leakage"),
                FmriOptions.class, CleaningOptions.class, ClassifierOptions.class, ValidationOptions.class);
        requirePermutations();
        EpochDecodingRun run = new EpochDecodingRun(this);
        if (demo != null) {
            if (input.isGiven()) {
                throw wrongUsage("--demo brings its own data: leave --epochs out");
            }
            run.useDemo();
        }
        return run.run();
    }

    private void requirePermutations() {
        if (permutations < 0) {
            throw wrongUsage("--permutations is " + permutations + ": give 0 or more");
        }
    }

    private void useDemo() {
        if (!demo.equals("fmri")) {
            throw wrongUsage("--demo is '" + demo + "': give fmri or eeg");
        }
        fmri.useDemo();
        permutations = permutations == 0 ? 1000 : permutations;
        target = target == null ? Path.of("engram-demo") : target;
    }

    private void requireOptions() {
        fmri.requireGiven(this, target);
        validation.mistake().ifPresent(mistake -> {
            throw wrongUsage(mistake);
        });
        requirePermutations();
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
