package org.engram.compute.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.engram.compute.estimation.Classifier;
import org.engram.compute.estimation.ClassifierModel;
import org.engram.compute.estimation.GramClassifier;
import org.engram.compute.estimation.GramClassifier.DualModel;
import org.engram.compute.estimation.Labels;
import org.engram.compute.estimation.Tunable;
import org.engram.compute.estimation.TunableGramClassifier;
import org.engram.compute.linalg.Matrix;

/** What one split trains on and tests on, cut out once and then fitted with as many labels and penalties as wanted. */
final class FoldData {
    private final boolean products;
    private final Matrix train;
    private final Matrix test;

    private FoldData(boolean products, Matrix train, Matrix test) {
        this.products = products;
        this.train = train;
        this.test = test;
    }

    /** From samples x features. */
    static FoldData ofFeatures(Matrix x, Split split) {
        return new FoldData(false, x.selectRows(split.train()), x.selectRows(split.test()));
    }

    /** From the inner products of all samples. */
    static FoldData ofGram(Matrix gram, Split split) {
        return new FoldData(true, block(gram, split.train(), split.train()),
                block(gram, split.test(), split.train()));
    }

    /** A split of the training samples, indices counted among them. */
    FoldData within(Split split) {
        return products ? ofGram(train, split) : ofFeatures(train, split);
    }

    private static Matrix block(Matrix gram, int[] rows, int[] columns) {
        Matrix block = Matrix.zeros(rows.length, columns.length);
        double[] from = gram.data();
        double[] to = block.data();
        for (int r = 0; r < rows.length; r++) {
            int row = rows[r] * gram.columns();
            for (int c = 0; c < columns.length; c++) {
                to[r * columns.length + c] = from[row + columns[c]];
            }
        }
        return block;
    }

    /** Training features, or the Gram matrix of the training samples. */
    Matrix train() {
        return train;
    }

    /** Test features, or inner products of test with training samples. */
    Matrix test() {
        return test;
    }

    FittedFold fit(Classifier classifier, Labels y) {
        int[] present = present(y);
        if (present.length == 1) {
            return new FittedFold(null, null, present, y.classCount());
        }
        Labels labels = compact(y, present);
        return products
                ? new FittedFold(null, ((GramClassifier) classifier).fitGram(train, labels), present,
                        y.classCount())
                : new FittedFold(classifier.fit(train, labels), null, present, y.classCount());
    }

    List<FittedFold> fitEach(Tunable classifier, Labels y, double[] penalties) {
        int[] present = present(y);
        List<FittedFold> fits = new ArrayList<>(penalties.length);
        if (present.length == 1) {
            for (double penalty : penalties) {
                fits.add(fit(classifier.withPenalty(penalty), y));
            }
            return fits;
        }
        Labels labels = compact(y, present);
        if (products) {
            for (DualModel dual : ((TunableGramClassifier) classifier).fitGramEach(train, labels,
                    penalties)) {
                fits.add(new FittedFold(null, dual, present, y.classCount()));
            }
        } else {
            for (ClassifierModel model : classifier.fitEach(train, labels, penalties)) {
                fits.add(new FittedFold(model, null, present, y.classCount()));
            }
        }
        return fits;
    }

    private static int[] present(Labels y) {
        int[] counts = y.counts();
        return IntStream.range(0, counts.length).filter(c -> counts[c] > 0).toArray();
    }

    /** Labels of the classes that occur, so that a classifier never meets a class without samples. */
    private static Labels compact(Labels y, int[] present) {
        if (present.length == y.classCount()) {
            return y;
        }
        int[] place = new int[y.classCount()];
        List<String> names = new ArrayList<>();
        for (int c = 0; c < present.length; c++) {
            place[present[c]] = c;
            names.add(y.names().get(present[c]));
        }
        int[] codes = new int[y.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = place[y.code(i)];
        }
        return Labels.of(codes, names);
    }
}
