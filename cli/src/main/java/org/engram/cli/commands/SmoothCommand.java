package org.engram.cli.commands;

import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.smoothing.GaussianSmoother;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code engram smooth}: a Gaussian over every volume. */
@Command(name = "smooth", description = "Smooths every volume with a Gaussian.", footerHeading = "%nExamples:%n", footer = {
        "  engram smooth --fwhm 6 bold.nii.gz smooth.nii.gz"})
public final class SmoothCommand extends ImageCommand {
    @Option(names = "--fwhm", paramLabel = "MM", required = true, description = "Full width at half maximum.")
    double fwhmMillimetres;

    @Override
    void requireValid() {
        ofOptions(() -> smoother(notice -> {}));
    }

    private GaussianSmoother smoother(Consumer<Notice> notices) {
        return GaussianSmoother.builder().fwhmMillimetres(fwhmMillimetres).parallelism(parallelism())
                .progress(progress()).notices(notices).build();
    }

    @Override
    Volume make(Volume image, Consumer<Notice> notices) {
        return smoother(notices).apply(image);
    }

    @Override
    String describe() {
        return "smoothed with a Gaussian of " + FmriOptions.number(fwhmMillimetres)
                + " mm full width at half maximum";
    }
}
