package org.engram.decoders.foundation.duin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import org.engram.core.ShapeException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;

/**
 * A linear map of each subject's own. Parameters: {@code W.weight} (input * output, subject), {@code B.weight} (output,
 * subject).
 *
 * <p>Inputs: (batch, sample, input); int64 (batch) subjects. Result: (batch, sample, output).
 */
final class SubjectLayer extends Layer {
    private final Parameter weight;
    private final Parameter bias;
    private final int inputs;
    private final int outputs;

    SubjectLayer(int inputs, int outputs, int subjects) {
        this.inputs = inputs;
        this.outputs = outputs;
        weight = parameter("W.weight", Initialization.truncatedNormal(0.02), (long) inputs * outputs,
                subjects);
        bias = parameter("B.weight", Initialization.ZEROS, outputs, subjects);
    }

    @Override
    protected NDList compute(Pass pass, NDList given) {
        NDArray x = given.get(0);
        NDArray subjects = given.get(1);
        if (x.getShape().dimension() != 3 || x.getShape().get(2) != inputs
                || subjects.getShape().size() != x.getShape().get(0)) {
            throw new ShapeException("Du-IN takes (batch, sample, " + inputs
                    + ") and one subject for each, but "
                    + "the input has shape " + x.getShape() + " and the subjects " + subjects.getShape());
        }
        NDArray maps = of(pass, weight, subjects).reshape(-1, inputs, outputs);
        return new NDList(x.matMul(maps).add(of(pass, bias, subjects).expandDims(1)));
    }

    private static NDArray of(Pass pass, Parameter table, NDArray subjects) {
        NDArray rows = pass.value(table).transpose();
        return rows.getNDArrayInternal().embedding(subjects, rows, SparseFormat.DENSE).get(0);
    }
}
