package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.engram.cli.results.CleaningFiles;
import org.engram.cli.results.RunRecord;
import org.engram.core.Notice;
import org.engram.io.bids.RepetitionTime;
import org.engram.io.format.Formats;
import org.engram.io.recording.Recording;
import org.engram.io.recording.WritableRecordingFormat;
import org.engram.io.table.JsonFile;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.electrophysiology.cleaning.RecordingCleaner;
import org.engram.preprocessing.fmri.cleaning.SeriesCleaner;
import org.engram.preprocessing.fmri.confounds.ConfoundChoice;
import org.engram.preprocessing.fmri.maskers.MaskerOptions;
import org.engram.preprocessing.fmri.maskers.VoxelMasker;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.volume.resampling.Grid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram clean}: noise out of a BOLD series, or out of an EEG, MEG or intracranial recording. */
@Command(name = "clean", sortOptions = false, description = {
        "Cleans a BOLD series: detrending, filtering, confounds, scrubbing, scaling, in this order.",
        "Volumes dropped by scrubbing are interpolated for the filter, then left out.", "",
        "Cleans an EEG, MEG or intracranial recording: line noise (--notch, --line, --spectrum-fit), --high-pass and"
                + " --low-pass, --resample, --detect-bads, --segments, --interpolate-bads, --reference, --ssp,"
                + " --regress-eog, --csd, in this order, block by block whatever the length. Beside OUT come a JSON file,"
                + " a report and a page to scroll through the signals."}, footerHeading = "%nExamples:%n", footer = {
                        "  engram clean --high-pass 0.008 bold.nii.gz clean.nii.gz",
                        "  engram clean --mask mask.nii.gz --confounds scrubbing --confounds-file confounds.tsv"
                                + " --low-pass 0.1 bold.nii.gz clean.nii.gz",
                        "  engram clean task.vhdr --out clean_raw.fif --high-pass 0.5 --low-pass 40 --line 50 --reference average",
                        "  engram clean night.edf --out clean.edf --montage standard_1020 --high-pass 1 --detect-bads"
                                + " --interpolate-bads --segments"})
public final class CleanCommand extends ImageCommand {
    @Option(names = "--mask", paramLabel = "FILE", description = "Voxels to clean; outside becomes 0. Default: all.")
    Path mask;

    @Option(names = "--strict", description = "A mask on another grid is an error instead of being resampled.")
    boolean strict;

    @Option(names = "--tr", paramLabel = "SECONDS", description = "Time between volumes. Default: the JSON sidecar beside IN, else its header.")
    Double repetitionTimeSeconds;

    @Option(names = "--smooth", paramLabel = "MM", defaultValue = "0", description = "Gaussian smoothing before cleaning, full width at half maximum (default: none).")
    double fwhmMillimetres;

    @Option(names = "--confounds", paramLabel = "WHICH", defaultValue = "none", description = "none, simple, scrubbing, compcor, ica_aroma, motion, motion-fsl, motion-spm, motion-afni, or"
            + " column names (default: ${DEFAULT-VALUE}).")
    String confounds;

    @Option(names = "--confounds-file", paramLabel = "FILE", description = "The table (or motion file) of this run.")
    Path confoundsFile;

    @Mixin
    CleaningOptions cleaning = new CleaningOptions();

    @Mixin
    RecordingOptions recordings = new RecordingOptions();

    @Mixin
    RecordingCleaningOptions steps = new RecordingCleaningOptions();

    private SeriesCleaner.Cleaned cleaned;
    private long volumes;

    @Override
    public Integer call() throws IOException {
        if (InputKind.of(in) == InputKind.OTHER) {
            refuseOptionsOf(in + " is no recording", Set.of(), RecordingOptions.class,
                    RecordingCleaningOptions.class);
            return super.call();
        }
        InputKind.requireRecording(in, "engram clean");
        refuseOptionsOf(in + " is a recording, and no BOLD series", Set.of("--high-pass", "--low-pass"),
                CleanCommand.class, CleaningOptions.class);
        requireTarget();
        OutputFile.require(this, in, target, force);
        recordings.requireValid(this);
        cleanRecording();
        return 0;
    }

    private void cleanRecording() throws IOException {
        Formats.forName(WritableRecordingFormat.class, target);
        RecordingCleaner cleaner = ofOptions(() -> steps.cleaner(cleaning.highPassHz, cleaning.lowPassHz));
        RunRecord record = startRecordWithout(Set.of("--high-pass", "--low-pass", "--out", "--force"),
                CleanCommand.class,
                CleaningOptions.class);
        record.input(in);
        for (Path further : recordings.furtherInputs()) {
            record.input(further);
        }
        parallelismWithAlgebra();
        List<Notice> notices = new ArrayList<>();
        Recording recording = recordings.read(in, notices::add);
        CleaningFiles files = new CleaningFiles(in, target, steps.pages(), progress());
        try {
            Map<String, Object> result = files.write(recording, cleaner::clean, record, notices);
            print(notices);
            if (json) {
                out().println(JsonFile.format(result));
            } else {
                out().println(target + ": " + files.describe());
                files.written().forEach((what, file) -> out().println(what + ": " + file));
            }
        } catch (IllegalArgumentException e) {
            // What a filter cannot do depends on the sampling rate, which only the file tells.
            throw wrongUsage(e.getMessage());
        }
    }

    @Override
    void requireValid() {
        ofOptions(cleaning::cleaner);
        ofOptions(() -> masking(notice -> {}));
    }

    @Override
    List<Path> furtherInputs() {
        return Stream.of(mask, confoundsFile).filter(Objects::nonNull).toList();
    }

    @Override
    Volume make(Volume series, Consumer<Notice> notices) throws IOException {
        volumes = series.volumeCount();
        SeriesCleaner cleaner = new SeriesCleaner(masker(series, notices), cleaning.cleaner().toBuilder()
                .parallelism(parallelismWithAlgebra()).build());
        cleaned = cleaner.clean(series,
                ConfoundChoice.parse(confounds).load(Optional.ofNullable(confoundsFile), in,
                        Math.toIntExact(volumes)),
                repetitionTime(series, notices));
        cleaned.notices().forEach(notices);
        return cleaned.volume();
    }

    /** Only a filter needs to know the time between volumes. */
    private double repetitionTime(Volume series, Consumer<Notice> notices) throws IOException {
        if (!cleaning.filters() && repetitionTimeSeconds == null && !(series.repetitionTimeSeconds() > 0)) {
            return Double.NaN;
        }
        RepetitionTime time = RepetitionTime.ofImage(in,
                repetitionTimeSeconds == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(repetitionTimeSeconds),
                series.repetitionTimeSeconds());
        time.notices().forEach(notices);
        return time.seconds();
    }

    private MaskerOptions masking(Consumer<Notice> notices) {
        return MaskerOptions.builder().fwhmMillimetres(fwhmMillimetres)
                .gridPolicy(strict ? MaskerOptions.GridPolicy.STRICT : MaskerOptions.GridPolicy.MASK_TO_IMAGE)
                .parallelism(parallelism()).progress(progress()).notices(notices).build();
    }

    private VoxelMasker masker(Volume series, Consumer<Notice> notices) throws IOException {
        if (mask == null) {
            boolean[] all = new boolean[series.volumeSize()];
            Arrays.fill(all, true);
            return VoxelMasker.of(Mask.of(Grid.of(series), all), masking(notices));
        }
        try (Volume image = Volumes.read(mask, notices)) {
            return VoxelMasker.of(Mask.of(image), masking(notices));
        }
    }

    @Override
    Map<String, Object> sidecar() {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (cleaned.volume().repetitionTimeSeconds() > 0) {
            fields.put("RepetitionTime", cleaned.volume().repetitionTimeSeconds());
        }
        fields.put("Description",
                String.join("; ", cleaning.steps(ConfoundChoice.parse(confounds).describe())));
        fields.put("KeptVolumes", Arrays.stream(cleaned.keptVolumes()).boxed().toList());
        return fields;
    }

    @Override
    Map<String, Object> summary() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("volumes", volumes);
        fields.put("kept_volumes", cleaned.keptVolumes().length);
        return fields;
    }

    @Override
    String describe() {
        return cleaned.keptVolumes().length + " of " + volumes + " volumes";
    }
}
