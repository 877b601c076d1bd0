package org.engram.nn.training;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.engram.nn.data.Loader;
import org.engram.nn.layers.Layer;

/** Everything a run remembers, which a checkpoint keeps: network, optimizer, average, plateau and {@link RunState}. */
final class RunMemory implements AutoCloseable {
    private static final String STATE = "state.";

    final RunState state = new RunState();
    final Optimizer optimizer;
    /** Null when none is kept. */
    final ExponentialAverage average;
    /** Null when the learning rate does not depend on validation. */
    final Plateau.Memory plateau;
    private final Layer network;
    private final Map<String, String> setup;

    RunMemory(Layer network, Trainer<?> trainer, Loader data) {
        TrainerOptions options = trainer.options;
        this.network = network;
        setup = setup(trainer, data);
        optimizer = new Optimizer(network, trainer.updates, trainer.rules);
        average = options.averageDecay() > 0
                ? new ExponentialAverage(network, options.averageDecay(), options.averageWarmUp())
                : null;
        plateau = options.plateau().map(Plateau.Memory::new).orElse(null);
        state.best = options.watchedGoal().worst();
        state.stoppingBest = options.earlyStopping().map(stopping -> stopping.goal().worst()).orElse(0.0);
    }

    /** What must be the same for a run to go on exactly; how long it is and how often it reports may change. */
    private static Map<String, String> setup(Trainer<?> trainer, Loader data) {
        TrainerOptions options = trainer.options;
        Map<String, String> setup = new LinkedHashMap<>();
        setup.put("seed", Long.toString(options.seed()));
        setup.put("accumulation", Integer.toString(options.accumulation()));
        setup.put("precision", options.precision().name());
        setup.put("updates", trainer.updates.toString());
        setup.put("average decay", Double.toString(options.averageDecay()));
        setup.put("batch size", Integer.toString(data.batchSize()));
        setup.put("samples", Integer.toString(data.source().size()));
        setup.put("plateau", options.plateau().map(Plateau::toString).orElse("none"));
        return setup;
    }

    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>(setup);
        state.save().forEach((name, value) -> fields.put(STATE + name, value));
        fields.put(STATE + "optimizerSteps", Long.toString(optimizer.steps()));
        if (plateau != null) {
            plateau.save(fields);
        }
        return fields;
    }

    Map<String, NDArray> arrays() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        weights().forEach((path, array) -> arrays.put("network." + path, array));
        optimizer.state().forEach((name, array) -> arrays.put("optimizer." + name, array));
        if (average != null) {
            average.state().forEach((path, array) -> arrays.put("average." + path, array));
        }
        return arrays;
    }

    Map<String, NDArray> weights() {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        network.state().forEach((path, parameter) -> weights.put(path, parameter.getArray()));
        return weights;
    }

    void restore(Path checkpoint) {
        Map<String, String> fields = StateFile.read(checkpoint, arrays(), setup);
        Map<String, String> saved = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(STATE)) {
                saved.put(name.substring(STATE.length()), value);
            }
        });
        state.load(saved);
        optimizer.resumeAt(Long.parseLong(saved.get("optimizerSteps")));
        if (plateau != null) {
            plateau.load(fields);
        }
    }

    /** Runs something while the network has the weights that would be used: those of the average, if one is kept. */
    void withUsedWeights(Runnable work) {
        if (average == null) {
            work.run();
            return;
        }
        average.exchange();
        try {
            work.run();
        } finally {
            average.exchange();
        }
    }

    @Override
    public void close() {
        optimizer.close();
        if (average != null) {
            average.close();
        }
    }
}
