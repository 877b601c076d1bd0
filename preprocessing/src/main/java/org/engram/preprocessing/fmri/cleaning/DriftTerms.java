package org.engram.preprocessing.fmri.cleaning;

import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.compute.signal.CosineDrift;
import org.engram.compute.statistics.Correlation;
import org.engram.core.Notice;

/** Puts cosine drift terms beside the confounds, unless they are there already. */
final class DriftTerms {
    /** Above this correlation a confound counts as a drift term the caller brought. */
    private static final double SAME = 0.9;

    private DriftTerms() {}

    /**
     * @param rows all rows of the run, for the length of the drift
     * @param window the rows wanted
     * @return window x (confounds and drift terms)
     */
    static Matrix append(SignalCleaner options, String name, int[] rows, int[] window, Matrix confounds,
            List<Notice> notices) {
        Matrix drift = CosineDrift.basis(rows.length, options.highPassHz(), options.repetitionTimeSeconds());
        Matrix chosen = confounds.selectRows(window);
        if (drift.columns() == 0) {
            notices.add(new Notice("no-drift-terms", name + "the run is too short for a cosine slower than "
                    + options.highPassHz() + " Hz: no drift is removed"));
            return chosen;
        }
        int[] places = new int[window.length];
        for (int i = 0, place = 0; i < window.length; i++) {
            while (rows[place] != window[i]) {
                place++;
            }
            places[i] = place;
        }
        Matrix terms = drift.selectRows(places);
        if (givenByCaller(chosen, terms)) {
            notices.add(new Notice("drift-given", name
                    + "a confound correlates above 0.9 with a cosine drift term: no drift terms are added to it"));
            return chosen;
        }
        int width = chosen.columns() + terms.columns();
        Matrix both = Matrix.zeros(window.length, width);
        for (int r = 0; r < window.length; r++) {
            System.arraycopy(chosen.data(), r * chosen.columns(), both.data(), r * width, chosen.columns());
            System.arraycopy(terms.data(), r * terms.columns(), both.data(), r * width + chosen.columns(),
                    terms.columns());
        }
        return both;
    }

    private static boolean givenByCaller(Matrix confounds, Matrix terms) {
        for (int c = 0; c < confounds.columns(); c++) {
            double[] confound = confounds.column(c);
            for (int k = 0; k < terms.columns(); k++) {
                if (Correlation.pearson(confound, terms.column(k)) > SAME) {
                    return true;
                }
            }
        }
        return false;
    }
}
