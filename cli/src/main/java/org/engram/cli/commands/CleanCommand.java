package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.engram.core.Notice;
import org.engram.io.bids.RepetitionTime;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.fmri.cleaning.SeriesCleaner;
import org.engram.preprocessing.fmri.confounds.ConfoundChoice;
import org.engram.preprocessing.fmri.maskers.MaskerOptions;
import org.engram.preprocessing.fmri.maskers.VoxelMasker;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.volume.resampling.Grid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram clean}: trends, slow drifts and nuisance series out of a BOLD series. */
@Command(name = "clean", sortOptions = false, description = {
        "Cleans a BOLD series: detrending, filtering, confounds, scrubbing, scaling, in this order.",
        "Volumes dropped by scrubbing are interpolated for the filter, then left out."}, footerHeading = "%nExamples:%n", footer = {
                "  engram clean --high-pass 0.008 bold.nii.gz clean.nii.gz",
                "  engram clean --mask mask.nii.gz --confounds scrubbing --confounds-file confounds.tsv"
                        + " --low-pass 0.1 bold.nii.gz clean.nii.gz"})
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

    private SeriesCleaner.Cleaned cleaned;
    private long volumes;

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
