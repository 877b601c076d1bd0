package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.engram.cli.results.ImageFile;
import org.engram.cli.results.RunRecord;
import org.engram.core.Notice;
import org.engram.io.bids.RepetitionTime;
import org.engram.io.table.JsonFile;
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
import picocli.CommandLine.Parameters;

/** {@code engram clean}: trends, slow drifts and nuisance series out of a BOLD series. */
@Command(name = "clean", sortOptions = false, description = {
        "Cleans a BOLD series: detrending, filtering, confounds, scrubbing, scaling, in this order.",
        "Volumes dropped by scrubbing are interpolated for the filter, then left out."}, footerHeading = "%nExamples:%n", footer = {
                "  engram clean --high-pass 0.008 bold.nii.gz clean.nii.gz",
                "  engram clean --mask mask.nii.gz --confounds scrubbing --confounds-file confounds.tsv"
                        + " --low-pass 0.1 bold.nii.gz clean.nii.gz"})
public final class CleanCommand extends EngramCommand {
    @Parameters(index = "0", paramLabel = "IN", description = "A 4D image.")
    Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The new image.")
    Path target;

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

    @Option(names = "--force", description = "Replace OUT if it exists.")
    boolean force;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(target) && !force) {
            throw wrongUsage(target + " exists: give --force to replace it");
        }
        RunRecord record = startRecord();
        List<Notice> notices = new ArrayList<>();
        try (Volume series = Volumes.read(in, notices::add)) {
            double seconds = repetitionTime(series, notices);
            SeriesCleaner cleaner = new SeriesCleaner(masker(series, notices), cleaning.cleaner().toBuilder()
                    .parallelism(parallelism()).build());
            SeriesCleaner.Cleaned cleaned = cleaner.clean(series,
                    ConfoundChoice.parse(confounds).load(Optional.ofNullable(confoundsFile), in,
                            Math.toIntExact(series.volumeCount())),
                    seconds);
            notices.addAll(cleaned.notices());
            for (Path input : Arrays.asList(in, mask, confoundsFile)) {
                if (input != null) {
                    record.input(input);
                }
            }
            ImageFile.write(cleaned.volume(), target, notices::add);
            record.finish(notices).writeBeside(target, description(cleaned, seconds));
            print(notices);
            report(cleaned, series.volumeCount());
        }
        return 0;
    }

    /** Only a filter needs to know the time between volumes. */
    private double repetitionTime(Volume series, List<Notice> notices) throws IOException {
        if (!cleaning.filters() && repetitionTimeSeconds == null && !(series.repetitionTimeSeconds() > 0)) {
            return Double.NaN;
        }
        RepetitionTime time = RepetitionTime.ofImage(in,
                repetitionTimeSeconds == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(repetitionTimeSeconds),
                series.repetitionTimeSeconds());
        notices.addAll(time.notices());
        return time.seconds();
    }

    private VoxelMasker masker(Volume series, List<Notice> notices) throws IOException {
        MaskerOptions options = MaskerOptions.builder().fwhmMillimetres(fwhmMillimetres)
                .gridPolicy(strict ? MaskerOptions.GridPolicy.STRICT : MaskerOptions.GridPolicy.MASK_TO_IMAGE)
                .parallelism(parallelism()).progress(progress()).notices(notices::add).build();
        if (mask == null) {
            boolean[] all = new boolean[series.volumeSize()];
            Arrays.fill(all, true);
            return VoxelMasker.of(Mask.of(Grid.of(series), all), options);
        }
        try (Volume image = Volumes.read(mask, notices::add)) {
            return VoxelMasker.of(Mask.of(image), options);
        }
    }

    private Map<String, Object> description(SeriesCleaner.Cleaned cleaned, double seconds) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (seconds > 0) {
            fields.put("RepetitionTime", seconds);
        }
        fields.put("Description",
                String.join("; ", cleaning.steps(ConfoundChoice.parse(confounds).describe())));
        fields.put("KeptVolumes", Arrays.stream(cleaned.keptVolumes()).boxed().toList());
        return fields;
    }

    private void report(SeriesCleaner.Cleaned cleaned, long volumes) {
        int kept = cleaned.keptVolumes().length;
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("out", target.toString());
            fields.put("volumes", volumes);
            fields.put("kept_volumes", kept);
            out().println(JsonFile.format(fields));
        } else {
            out().println(target + ": " + kept + " of " + volumes + " volumes");
        }
    }
}
