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
import org.engram.preprocessing.anatomy.AnatomicalBrainMask;
import org.engram.preprocessing.anatomy.TemplateBrainMask;
import org.engram.preprocessing.volume.masking.BackgroundMask;
import org.engram.preprocessing.volume.masking.EpiBrainMask;
import org.engram.preprocessing.volume.masking.Mask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code engram mask}: which voxels are brain? */
@Command(name = "mask", description = "Makes a brain mask from a functional or anatomical image.", footerHeading = "%nExamples:%n", footer = {
        "  engram mask bold.nii.gz brain.nii.gz",
        "  engram mask --kind anatomy t1.nii.gz brain.nii.gz",
        "  engram mask --kind template --template mni_mask.nii.gz t1_in_mni.nii.gz brain.nii.gz"})
public final class MaskCommand extends ImageCommand {
    @Option(names = "--kind", paramLabel = "KIND", defaultValue = "epi", description = "epi (the gap between background and brain in a functional series), anatomy (a surface grown in a"
            + " T1), background (voxels unlike the border) or template (default: ${DEFAULT-VALUE}).")
    Kind kind;

    @Option(names = "--template", paramLabel = "FILE", description = "A brain mask or probability in the space of IN; with --kind template.")
    Path template;

    /** How the brain is found. */
    enum Kind {
        EPI, ANATOMY, BACKGROUND, TEMPLATE
    }

    private int voxels;

    @Override
    void requireValid() {
        if ((kind == Kind.TEMPLATE) != (template != null)) {
            throw wrongUsage("--template and --kind template go together");
        }
    }

    @Override
    List<Path> furtherInputs() {
        return template == null ? List.of() : List.of(template);
    }

    @Override
    Optional<VoxelType> storedAs() {
        return Optional.of(VoxelType.UINT8);
    }

    @Override
    Volume make(Volume image, Consumer<Notice> notices) throws IOException {
        Mask mask = compute(image, notices);
        voxels = mask.count();
        return mask.toVolume();
    }

    private Mask compute(Volume image, Consumer<Notice> notices) throws IOException {
        switch (kind) {
            case ANATOMY :
                return AnatomicalBrainMask.builder().parallelism(parallelism()).notices(notices).build()
                        .compute(image);
            case BACKGROUND :
                return BackgroundMask.DEFAULT.compute(image);
            case TEMPLATE :
                try (Volume of = Volumes.read(template, notices)) {
                    return TemplateBrainMask.DEFAULT.compute(image, of);
                }
            default :
                return EpiBrainMask.builder().parallelism(parallelism()).progress(progress()).build()
                        .compute(image);
        }
    }

    @Override
    String describe() {
        return "brain mask of " + voxels + " voxels (" + kind.name().toLowerCase(Locale.ROOT) + ")";
    }
}
