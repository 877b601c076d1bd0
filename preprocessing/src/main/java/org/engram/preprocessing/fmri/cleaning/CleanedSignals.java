package org.engram.preprocessing.fmri.cleaning;

import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;

/** What cleaning gave. */
public final class CleanedSignals {
    private final Matrix signals;
    private final int[] keptVolumes;
    private final List<Notice> notices;

    CleanedSignals(Matrix signals, int[] keptVolumes, List<Notice> notices) {
        this.signals = signals;
        this.keptVolumes = keptVolumes;
        this.notices = List.copyOf(notices);
    }

    /** @return kept volumes x voxels; the matrix itself, not a copy */
    public Matrix signals() {
        return signals;
    }

    /** @return for each row of the signals the volume of the input it is, ascending; a copy */
    public int[] keptVolumes() {
        return keptVolumes.clone();
    }

    /** @return what a person should know: constant voxels, lowered cut-offs, discarded volumes */
    public List<Notice> notices() {
        return notices;
    }

    @Override
    public String toString() {
        return "CleanedSignals[" + signals + ", " + notices.size() + " notices]";
    }
}
