package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.engram.cli.results.RunRecord;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.decoders.fmri.AnalysisMask;
import org.engram.decoders.fmri.FmriRun;
import org.engram.decoders.fmri.FmriSampleReader;
import org.engram.decoders.fmri.FmriStudy;
import org.engram.io.bids.BidsDataset;
import org.engram.io.bids.BoldSelector;
import org.engram.io.bids.EventOptions;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.fmri.confounds.ConfoundChoice;
import org.engram.preprocessing.fmri.maskers.MaskerOptions;
import org.engram.preprocessing.fmri.maskers.VoxelMasker;
import org.engram.preprocessing.fmri.sampling.EventSampler;
import org.engram.preprocessing.fmri.sampling.SampleUnit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From a dataset to labelled samples: the options that decoding and searchlight share. */
final class FmriOptions {
    @Option(names = "--dataset", paramLabel = "DIR", description = "A BIDS, fMRIPrep or OpenfMRI dataset.")
    Path dataset;

    @Option(names = "--raw", paramLabel = "DIR", description = "The raw dataset that holds the events, where DIR is a derivative elsewhere.")
    List<Path> raw = new ArrayList<>();

    @Option(names = "--subject", paramLabel = "LABEL", description = "Whose data, with or without 'sub-'.")
    String subject;

    @Option(names = "--bold", paramLabel = "PATTERN", description = "Which BOLD images: a pattern for file names ('*bold_1slice*') or BIDS entities"
            + " ('task-objects_space-T1w'). Default: all; one image per run.")
    String bold;

    @Option(names = "--mask", paramLabel = "FILE", description = "Voxels to use. Default: the dataset's brain mask, or one computed from the first run.")
    Path mask;

    @Option(names = "--strict", description = "Errors instead of notes: a mask on another grid, a repetition time that differs"
            + " between header and sidecar.")
    boolean strict;

    @Option(names = "--anatomy", paramLabel = "FILE", description = "What maps are shown on. Default: the subject's anatomy in the dataset, or the BOLD image.")
    Path anatomy;

    @Option(names = "--classes", paramLabel = "A,B", split = ",", description = "Conditions to keep. Default: all.")
    Set<String> classes = new LinkedHashSet<>();

    @Option(names = "--label-column", paramLabel = "NAME", defaultValue = "trial_type", description = "Events column that holds the classes (default: ${DEFAULT-VALUE}).")
    String labelColumn;

    @Option(names = "--similar-labels", paramLabel = "POLICY", defaultValue = "reject", description = "Classes that differ only in case or spaces: reject, unite or keep-apart"
            + " (default: ${DEFAULT-VALUE}).")
    String similarLabels;

    @Option(names = "--samples", paramLabel = "UNIT", defaultValue = "block", description = "One sample per event (block: the mean over its volumes) or per volume"
            + " (default: ${DEFAULT-VALUE}).")
    SampleUnit unit;

    @Option(names = "--delay", paramLabel = "SECONDS", defaultValue = "0", description = "Read the response this long after the event; about 5 for events shorter than 6 s"
            + " (default: ${DEFAULT-VALUE}).")
    double delaySeconds;

    @Option(names = "--smooth", paramLabel = "MM", defaultValue = "0", description = "Gaussian smoothing, full width at half maximum (default: none).")
    double fwhmMillimetres;

    @Option(names = "--confounds", paramLabel = "WHICH", defaultValue = "none", description = "Nuisance series to regress out: none, simple, scrubbing, compcor, ica_aroma, motion,"
            + " motion-fsl, motion-spm, motion-afni, or column names (default: ${DEFAULT-VALUE}).")
    String confounds;

    @Mixin
    CleaningOptions cleaning = new CleaningOptions();

    /** Fails when an option without a default is missing. */
    void requireGiven(EngramCommand command, Path target) {
        List<String> missing = new ArrayList<>();
        if (dataset == null) {
            missing.add("--dataset");
        }
        if (subject == null) {
            missing.add("--subject");
        }
        if (target == null) {
            missing.add("--out");
        }
        if (!missing.isEmpty()) {
            throw command.wrongUsage("missing " + String.join(", ", missing) + " (or use --demo)");
        }
    }

    /** Fails on values that are wrong whatever the data. */
    void requireValid() {
        selector();
        eventOptions();
        sampler();
        masking(notice -> {});
        cleaning.cleaner();
    }

    /** Takes the simulated dataset that comes with Engram. */
    void useDemo() {
        Path home = Path.of(System.getProperty("engram.home", "."));
        dataset = home.resolve("test-data").resolve("simulated-objects");
        if (!Files.isDirectory(dataset)) {
            throw new EngramException("the demo's data are not at " + dataset
                    + ": run ./engram from a checkout of Engram");
        }
        subject = "01";
        mask = mask != null
                ? mask
                : dataset.resolve("derivatives").resolve("simulated-prep").resolve("sub-01").resolve("func")
                        .resolve("sub-01_task-objects_run-1_desc-brain_mask.nii.gz");
        delaySeconds = 4;
    }

    FmriStudy study() throws IOException {
        FmriStudy study = FmriStudy.find(BidsDataset.open(dataset, raw.toArray(Path[]::new)), subject,
                selector(), eventOptions());
        for (Notice notice : study.notices()) {
            if (strict && notice.code().equals("repetition-time-disagrees")) {
                throw new EngramException(notice.text() + " unless --strict is given: correct one of them");
            }
        }
        if (anatomy != null) {
            Volumes.read(anatomy).close();
        }
        return study;
    }

    private BoldSelector selector() {
        return bold == null ? BoldSelector.any() : BoldSelector.of(bold);
    }

    private EventOptions eventOptions() {
        return EventOptions.defaults().withTrialTypeColumn(labelColumn).withSimilarLabels(similar());
    }

    private EventSampler sampler() {
        return new EventSampler(unit, delaySeconds);
    }

    private EventOptions.SimilarLabels similar() {
        String name = similarLabels.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(EventOptions.SimilarLabels.values()).filter(policy -> policy.name().equals(name))
                .findFirst().orElseThrow(() -> new IllegalArgumentException(
                        "--similar-labels is '" + similarLabels + "': give reject, unite or keep-apart"));
    }

    AnalysisMask mask(FmriStudy study, Parallelism parallelism, Progress progress, Consumer<Notice> notices)
            throws IOException {
        return AnalysisMask.choose(Optional.ofNullable(mask), study, parallelism, progress, notices);
    }

    FmriSampleReader reader(AnalysisMask chosen, Parallelism parallelism, Progress progress) {
        return FmriSampleReader.builder(notices -> VoxelMasker.of(chosen.mask(), masking(notices)))
                .cleaner(cleaning.cleaner()).confounds(ConfoundChoice.parse(confounds)).sampler(sampler())
                .conditions(classes).parallelism(parallelism).progress(progress).build();
    }

    private MaskerOptions masking(Consumer<Notice> notices) {
        return MaskerOptions.builder().fwhmMillimetres(fwhmMillimetres)
                .gridPolicy(strict ? MaskerOptions.GridPolicy.STRICT : MaskerOptions.GridPolicy.MASK_TO_IMAGE)
                .notices(notices).parallelism(Parallelism.single()).build();
    }

    /** Records the confounds, where they are used. */
    void recordConfounds(RunRecord record, FmriStudy study) throws IOException {
        for (FmriRun run : study.runs()) {
            if (!ConfoundChoice.parse(confounds).isNone() && run.confounds().isPresent()) {
                record.input(run.confounds().get());
            }
        }
    }

    /** What was done before decoding, to follow "Before decoding, ". */
    String preparation() {
        List<String> steps = new ArrayList<>();
        if (fwhmMillimetres > 0) {
            steps.add("each volume was smoothed with a Gaussian of " + number(fwhmMillimetres)
                    + " mm full width at"
                    + " half maximum");
        }
        steps.addAll(cleaning.steps(ConfoundChoice.parse(confounds).describe()));
        String response = delaySeconds == 0
                ? ""
                : ", shifted by " + number(delaySeconds)
                        + " s for the haemodynamic delay";
        steps.add(unit == SampleUnit.BLOCK
                ? "the volumes of each event" + response + " were averaged into one sample"
                : "each volume of an event" + response + " became a sample");
        return String.join("; ", steps);
    }

    static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
