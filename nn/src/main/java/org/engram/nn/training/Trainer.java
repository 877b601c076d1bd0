package org.engram.nn.training;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Objects;
import org.engram.core.CancelledException;
import org.engram.core.EngramException;
import org.engram.core.Progress;
import org.engram.nn.data.Loader;
import org.engram.nn.layers.Layer;

/**
 * Trains any network on any loss and data.
 *
 * <pre>{@code
 * Trainer<EegNet> trainer = Trainer
 *         .builder((Pass pass, EegNet network, Batch batch) -> Losses.crossEntropy(
 *                 network.apply(pass, batch.array("eeg")), batch.array("label")))
 *         .updates(Adam.decoupled(0.05)).rules(ParameterRule.withoutDecay())
 *         .rate(Schedule.cosine(1e-3, 1e-6, 10_000).warmedUp(500, 0))
 *         .validator(Validator.of(task, validationLoader))
 *         .options(TrainerOptions.builder().steps(10_500).greatestGradientNorm(1).seed(7)
 *                 .earlyStopping(EarlyStopping.of(10)).folder(folder).resume(true).build())
 *         .build();
 * TrainingResult result = trainer.train(network, loader, manager);
 * }</pre>
 *
 * <p>With one seed, one number of threads of the engine and one machine, two runs give the same weights bit for bit, and
 * so does a run that was killed and resumed from its folder. The loader's threads do not matter.
 *
 * <p>What the folder holds after a run: {@code metrics.jsonl} (a line for each step and validation), {@code loss.svg},
 * {@code step-N.safetensors} (everything needed to go on), {@code best.safetensors} and {@code final.safetensors} (weights
 * under the names of the network; of the moving average where one is kept).
 *
 * <p>Immutable and thread-safe; a network is trained by one thread.
 *
 * @param <L> the network
 */
public final class Trainer<L extends Layer> {
    final TrainingTask<L> task;
    final UpdateRule updates;
    final List<ParameterRule> rules;
    final Schedule rate;
    final Schedule momentum;
    final Validator<L> validator;
    final Progress progress;
    final TrainerOptions options;

    private Trainer(Builder<L> builder) {
        task = builder.task;
        updates = builder.updates;
        rules = builder.rules;
        rate = builder.rate;
        momentum = builder.momentum != null ? builder.momentum : Schedule.constant(updates.momentum());
        validator = builder.validator;
        progress = builder.progress;
        options = Objects.requireNonNull(builder.options, "options");
        boolean needsValidation = options.earlyStopping().isPresent() || options.plateau().isPresent();
        if (needsValidation && validator == null) {
            throw new IllegalArgumentException(
                    "early stopping and plateaus go by a validation measure: give a validator");
        }
        if (options.resume() && options.folder().isEmpty()) {
            throw new IllegalArgumentException("a run is resumed from its folder: give the folder");
        }
    }

    /** @param task the loss @return a builder with the defaults its methods state; the options must be given */
    public static <L extends Layer> Builder<L> builder(TrainingTask<L> task) {
        return new Builder<>(task);
    }

    /**
     * Trains, or goes on with a run found in the folder. Afterwards the network has the weights of the last step (not of
     * the average, and not the best: these are in the folder).
     *
     * @param network initialized, or initialized here from the seed in float32
     * @param data to learn from
     * @param manager says on which device; owns new parameters, which it keeps, and batches, which are closed
     * @return how it ended
     * @throws DivergedException when the loss or a gradient is not finite; the last good checkpoint stays
     * @throws CancelledException when the progress asks for it; a checkpoint is written first
     * @throws EngramException when memory runs out, a sample cannot be had, or the folder holds another run
     */
    public TrainingResult train(L network, Loader data, NDManager manager) {
        network.initialize(manager, DataType.FLOAT32, options.seed());
        network.moveTo(manager);
        try (TrainingRun<L> run = new TrainingRun<>(this, network, data, manager)) {
            return run.run();
        }
    }

    /** Puts a trainer together. */
    public static final class Builder<L extends Layer> {
        private final TrainingTask<L> task;
        private UpdateRule updates = Adam.decoupled(0.01);
        private List<ParameterRule> rules = List.of();
        private Schedule rate = Schedule.constant(1e-3);
        private Schedule momentum;
        private Validator<L> validator;
        private Progress progress = Progress.NONE;
        private TrainerOptions options;

        private Builder(TrainingTask<L> task) {
            this.task = Objects.requireNonNull(task, "task");
        }

        /** @param rule how a step changes parameters; AdamW with decay 0.01 by default @return this */
        public Builder<L> updates(UpdateRule rule) {
            updates = Objects.requireNonNull(rule, "updates");
            return this;
        }

        /** @param which parameters are treated differently; none by default @return this */
        public Builder<L> rules(ParameterRule... which) {
            rules = List.of(which);
            return this;
        }

        /** @param schedule of the learning rate; 1e-3 always by default @return this */
        public Builder<L> rate(Schedule schedule) {
            rate = Objects.requireNonNull(schedule, "rate");
            return this;
        }

        /** @param schedule of the momentum; the rule's own always by default @return this */
        public Builder<L> momentum(Schedule schedule) {
            momentum = Objects.requireNonNull(schedule, "momentum");
            return this;
        }

        /** @param measures the network on other data; nothing by default @return this */
        public Builder<L> validator(Validator<L> measures) {
            validator = measures;
            return this;
        }

        /** @param to whom steps are reported, and who may cancel; nobody by default @return this */
        public Builder<L> progress(Progress to) {
            progress = Objects.requireNonNull(to, "progress");
            return this;
        }

        /** @param numbers and intervals @return this */
        public Builder<L> options(TrainerOptions numbers) {
            options = numbers;
            return this;
        }

        /** @return the trainer */
        public Trainer<L> build() {
            return new Trainer<>(this);
        }
    }
}
