package org.engram.nn.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.function.DoubleSupplier;
import org.engram.nn.engine.Pass;

/** Work on weights in which no gradient is recorded and whose arrays are closed at its end. */
final class Unrecorded {
    private Unrecorded() {}

    static void run(Runnable work) {
        Pass pass = Pass.inference();
        try {
            work.run();
        } finally {
            pass.close();
        }
    }

    static double number(DoubleSupplier work) {
        Pass pass = Pass.inference();
        try {
            return work.getAsDouble();
        } finally {
            pass.close();
        }
    }

    /** @return the value of an array of one number */
    static double number(NDArray one) {
        return one.getDataType() == DataType.FLOAT64
                ? one.getDouble()
                : one.toType(DataType.FLOAT64, false).getDouble();
    }
}
