package org.engram.preprocessing.fmri.cleaning;

import java.util.List;
import org.engram.compute.signal.Butterworth;
import org.engram.compute.signal.SecondOrderSections;
import org.engram.compute.signal.ZeroPhaseFilter;
import org.engram.core.Notice;

/** From cut-offs in Hz to a filter, with the rules for cut-offs a sampling rate cannot carry. */
final class FilterChoice {
    /** The highest cut-off, as a fraction of half the sampling rate: ten single-precision steps below 1. */
    private static final double HIGHEST = 1 - 10 * 0x1p-23;

    private FilterChoice() {}

    /** The filter, or null when the cut-offs coincide. */
    static ZeroPhaseFilter of(SignalCleaner options, String name, List<Notice> notices) {
        double rate = 1 / options.repetitionTimeSeconds();
        double high = lowered(options.highPassHz(), "high-pass", rate, name, notices);
        double low = lowered(options.lowPassHz(), "low-pass", rate, name, notices);
        if (high == low) {
            notices.add(new Notice("filter-skipped",
                    name + "both cut-offs come to " + high + " Hz: the series is not filtered"));
            return null;
        }
        Butterworth design = Butterworth.order(options.butterworthOrder());
        SecondOrderSections sections;
        if (Double.isNaN(high)) {
            sections = design.lowPass(low, rate);
        } else if (Double.isNaN(low)) {
            sections = design.highPass(high, rate);
        } else {
            sections = design.bandPass(high, low, rate);
        }
        return new ZeroPhaseFilter(sections);
    }

    private static double lowered(double cutoffHz, String what, double rate, String name,
            List<Notice> notices) {
        double nyquist = rate / 2;
        if (!(cutoffHz >= nyquist)) {
            return cutoffHz;
        }
        notices.add(new Notice("cutoff-lowered", name + "the " + what + " cut-off of " + cutoffHz
                + " Hz is not below half the sampling rate (" + nyquist
                + " Hz) and is lowered to just under it"));
        return nyquist * HIGHEST;
    }
}
