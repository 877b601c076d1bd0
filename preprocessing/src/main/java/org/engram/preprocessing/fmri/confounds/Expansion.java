package org.engram.preprocessing.fmri.confounds;

import java.util.ArrayList;
import java.util.List;

/** Which functions of a signal are taken as regressors beside it. */
public enum Expansion {
    /** Not even the signal. */
    NONE(List.of()),
    /** The signal alone. */
    BASIC(List.of("")),
    /** The signal and its difference to the volume before. */
    DERIVATIVES(List.of("", "_derivative1")),
    /** The signal and its square. */
    POWER2(List.of("", "_power2")),
    /** The signal, its difference to the volume before, and the squares of both: 24 regressors for motion. */
    FULL(List.of("", "_derivative1", "_power2", "_derivative1_power2"));

    private final List<String> endings;

    Expansion(List<String> endings) {
        this.endings = endings;
    }

    /** The fMRIPrep column names for those signals: all signals, then all derivatives, and so on. */
    List<String> columns(List<String> signals) {
        List<String> columns = new ArrayList<>();
        for (String ending : endings) {
            signals.forEach(signal -> columns.add(signal + ending));
        }
        return columns;
    }
}
