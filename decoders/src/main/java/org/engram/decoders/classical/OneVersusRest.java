package org.engram.decoders.classical;

import org.engram.compute.estimation.Labels;

/**
 * One class against the others.
 *
 * @param positive the code of the class on the positive side
 * @param signs plus one for its samples, minus one for the others
 * @param penalties the C of each sample
 */
record OneVersusRest(int positive, double[] signs, double[] penalties) {

    /**
     * Class weights multiply C as in LIBLINEAR: on both sides of the one margin between two classes, and on
     * the positive side alone when there are more.
     */
    static OneVersusRest of(Labels y, int margin, double c, ClassWeights classWeights) {
        int margins = Training.marginCount(y);
        int positive = Training.positiveClass(margin, margins);
        double[] byCode = classWeights.byCode(y);
        double[] signs = new double[y.size()];
        double[] penalties = new double[y.size()];
        for (int i = 0; i < signs.length; i++) {
            boolean inside = y.code(i) == positive;
            signs[i] = inside ? 1 : -1;
            penalties[i] = inside || margins == 1 ? c * byCode[y.code(i)] : c;
        }
        return new OneVersusRest(positive, signs, penalties);
    }
}
