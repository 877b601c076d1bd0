package org.engram.nn.training;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.engram.nn.data.Batch;
import org.engram.nn.data.BatchStream;
import org.engram.nn.data.Loader;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Precision;
import org.engram.nn.layers.Layer;

/**
 * Measures a network on data it does not learn from.
 *
 * @param <L> the network
 */
@FunctionalInterface
public interface Validator<L extends Layer> {
    /**
     * @param network with the weights that would be used (the average, where one is kept)
     * @param manager owns the arrays made; they are closed here
     * @return named numbers; "loss" is what early stopping and the best checkpoint go by unless told otherwise
     */
    Map<String, Double> validate(L network, NDManager manager);

    /** @param task the loss and its measures @param data all of it is used @return their means over all samples */
    static <L extends Layer> Validator<L> of(TrainingTask<L> task, Loader data) {
        return of(task, data, Precision.FULL);
    }

    /**
     * @param task the loss and its measures
     * @param data all of it is used; a sequential order without a dropped last batch
     * @param precision of products and convolutions
     * @return their means over all samples
     */
    static <L extends Layer> Validator<L> of(TrainingTask<L> task, Loader data, Precision precision) {
        return (network, manager) -> {
            Means means = new Means();
            try (BatchStream batches = data.open(manager, 0, 0, 0)) {
                while (batches.hasNext()) {
                    try (Pass pass = Pass.inference(precision); Batch batch = batches.next()) {
                        means.add("loss", Unrecorded.number(task.loss(pass, network, batch)), batch.size());
                        means.add(batch);
                    }
                }
            }
            return means.values();
        };
    }
}
