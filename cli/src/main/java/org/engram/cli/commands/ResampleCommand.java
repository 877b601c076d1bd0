package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.io.volume.VoxelType;
import org.engram.preprocessing.volume.resampling.Interpolation;
import org.engram.preprocessing.volume.resampling.Resampler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code engram resample}: the same image on another grid. */
@Command(name = "resample", description = "Brings an image to another grid, by world coordinates.", footerHeading = "%nExamples:%n", footer = {
        "  engram resample --to t1.nii.gz bold.nii.gz bold_in_t1.nii.gz",
        "  engram resample --voxel-size 2 t1.nii.gz t1_2mm.nii.gz",
        "  engram resample --to bold.nii.gz --interpolation nearest atlas.nii.gz atlas_in_bold.nii.gz"})
public final class ResampleCommand extends ImageCommand {
    @Option(names = "--to", paramLabel = "FILE", description = "An image whose grid is taken.")
    Path reference;

    @Option(names = "--voxel-size", paramLabel = "MM", description = "Voxels of this size over the same field of view.")
    Double voxelSizeMillimetres;

    @Option(names = "--interpolation", paramLabel = "KIND", defaultValue = "cubic", description = "nearest (labels), linear or cubic (default: ${DEFAULT-VALUE}).")
    Interpolation interpolation;

    @Override
    void requireValid() {
        if ((reference == null) == (voxelSizeMillimetres == null)) {
            throw wrongUsage("give either --to or --voxel-size");
        }
        if (voxelSizeMillimetres != null && !(voxelSizeMillimetres > 0 && voxelSizeMillimetres < 1000)) {
            throw wrongUsage("--voxel-size is " + voxelSizeMillimetres + ": give millimetres above 0");
        }
    }

    @Override
    List<Path> furtherInputs() {
        return reference == null ? List.of() : List.of(reference);
    }

    @Override
    Optional<VoxelType> storedAs() {
        return interpolation == Interpolation.NEAREST ? Optional.empty() : super.storedAs();
    }

    @Override
    Volume make(Volume image, Consumer<Notice> notices) throws IOException {
        Resampler resampler = Resampler.builder().interpolation(interpolation).parallelism(parallelism())
                .progress(progress()).notices(notices).build();
        if (reference == null) {
            return resampler.toResolution(image, voxelSizeMillimetres, voxelSizeMillimetres,
                    voxelSizeMillimetres);
        }
        try (Volume grid = Volumes.read(reference, notices)) {
            return resampler.toReference(image, grid);
        }
    }

    @Override
    String describe() {
        return "resampled to "
                + (reference == null
                        ? FmriOptions.number(voxelSizeMillimetres) + " mm"
                        : "the grid of " + reference.getFileName())
                + " (" + interpolation.name().toLowerCase(Locale.ROOT) + ")";
    }
}
