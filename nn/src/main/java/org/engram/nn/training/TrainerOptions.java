package org.engram.nn.training;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.engram.nn.engine.Precision;

/**
 * How a network is trained; what each number means, and its default, stands at the method of {@link Builder} that sets
 * it.
 *
 * @param steps to make in all, or 0 to go by epochs
 * @param epochs to see in all, or 0 to go by steps
 * @param seed of initialization, order, augmentation and dropout
 * @param precision of products and convolutions
 * @param accumulation batches of one step
 * @param greatestNorm gradients longer than this are shortened to it
 * @param skipAbove no step is made when the gradient is longer than this
 * @param averageDecay of the moving average of the weights, or 0 for none
 * @param averageWarmUp whether the average forgets its start sooner
 * @param earlyStopping when the run ends for want of improvement
 * @param plateau when the learning rate is lowered for want of improvement
 * @param watched the measure the best checkpoint goes by
 * @param watchedGoal which of its values are better
 * @param folder for checkpoints, the metrics log and the loss curve
 * @param checkpointEvery steps between checkpoints, or 0 for every epoch
 * @param keep how many of the latest checkpoints stay
 * @param validateEvery steps between validations, or 0 for every epoch
 * @param logEvery steps between lines of the metrics log
 * @param resume whether a run found in the folder is continued
 */
public record TrainerOptions(long steps, int epochs, long seed, Precision precision, int accumulation,
        double greatestNorm, double skipAbove, double averageDecay, boolean averageWarmUp,
        Optional<EarlyStopping> earlyStopping, Optional<Plateau> plateau, String watched, Goal watchedGoal,
        Optional<Path> folder, long checkpointEvery, int keep, long validateEvery, long logEvery,
        boolean resume) {
    /** Checks the ranges. */
    public TrainerOptions {
        Ranges.atLeast("the number of steps", 0, steps);
        Ranges.atLeast("the number of epochs", 0, epochs);
        if (steps == 0 && epochs == 0) {
            throw new IllegalArgumentException("neither steps nor epochs are given: say how long to train");
        }
        Objects.requireNonNull(precision, "precision");
        Ranges.atLeast("accumulation", 1, accumulation);
        Ranges.positive("the greatest gradient norm", greatestNorm);
        Ranges.positive("the gradient norm above which steps are skipped", skipAbove);
        Ranges.share("the decay of the average", averageDecay);
        Ranges.atLeast("the interval of checkpoints", 0, checkpointEvery);
        Ranges.atLeast("the number of kept checkpoints", 1, keep);
        Ranges.atLeast("the interval of validation", 0, validateEvery);
        Ranges.atLeast("the interval of the log", 1, logEvery);
        Objects.requireNonNull(watched, "watched");
        Objects.requireNonNull(watchedGoal, "watchedGoal");
    }

    /** @return a builder with the defaults its methods state; steps or epochs must be given */
    public static Builder builder() {
        return new Builder();
    }

    /** @return a builder with these options */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.steps = steps;
        builder.epochs = epochs;
        builder.seed = seed;
        builder.precision = precision;
        builder.accumulation = accumulation;
        builder.greatestNorm = greatestNorm;
        builder.skipAbove = skipAbove;
        builder.averageDecay = averageDecay;
        builder.averageWarmUp = averageWarmUp;
        builder.earlyStopping = earlyStopping;
        builder.plateau = plateau;
        builder.watched = watched;
        builder.watchedGoal = watchedGoal;
        builder.folder = folder;
        builder.checkpointEvery = checkpointEvery;
        builder.keep = keep;
        builder.validateEvery = validateEvery;
        builder.logEvery = logEvery;
        builder.resume = resume;
        return builder;
    }

    /** Puts options together. */
    public static final class Builder {
        private long steps;
        private int epochs;
        private long seed;
        private Precision precision = Precision.FULL;
        private int accumulation = 1;
        private double greatestNorm = Double.POSITIVE_INFINITY;
        private double skipAbove = Double.POSITIVE_INFINITY;
        private double averageDecay;
        private boolean averageWarmUp;
        private Optional<EarlyStopping> earlyStopping = Optional.empty();
        private Optional<Plateau> plateau = Optional.empty();
        private String watched = "loss";
        private Goal watchedGoal = Goal.LOWEST;
        private Optional<Path> folder = Optional.empty();
        private long checkpointEvery;
        private int keep = 1;
        private long validateEvery;
        private long logEvery = 1;
        private boolean resume;

        private Builder() {}

        /** @param all optimizer steps in all; with epochs, whichever ends first @return this */
        public Builder steps(long all) {
            steps = all;
            return this;
        }

        /** @param all epochs in all; with steps, whichever ends first @return this */
        public Builder epochs(int all) {
            epochs = all;
            return this;
        }

        /** @param value of everything random; 0 by default @return this */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** @param arithmetic of products and convolutions; full by default @return this */
        public Builder precision(Precision arithmetic) {
            precision = arithmetic;
            return this;
        }

        /** @param batches whose gradients make one step, as one batch of all their samples would; 1 by default @return this */
        public Builder accumulation(int batches) {
            accumulation = batches;
            return this;
        }

        /** @param norm of the gradient of all parameters, to which longer ones are shortened; no limit by default @return this */
        public Builder greatestGradientNorm(double norm) {
            greatestNorm = norm;
            return this;
        }

        /** @param norm of the gradient above which no step is made; no limit by default @return this */
        public Builder skipAbove(double norm) {
            skipAbove = norm;
            return this;
        }

        /**
         * @param decay of an exponential average of the weights, which is validated and saved as the best; none by default
         * @param warmUp whether the decay of step i is at most (1 + i) / (10 + i)
         * @return this
         */
        public Builder average(double decay, boolean warmUp) {
            averageDecay = decay;
            averageWarmUp = warmUp;
            return this;
        }

        /** @param when the run ends for want of improvement; never by default @return this */
        public Builder earlyStopping(EarlyStopping when) {
            earlyStopping = Optional.of(when);
            return this;
        }

        /** @param when the learning rate is lowered for want of improvement; never by default @return this */
        public Builder plateau(Plateau when) {
            plateau = Optional.of(when);
            return this;
        }

        /** @param measure the best checkpoint goes by @param goal its better values; lowest "loss" by default @return this */
        public Builder best(String measure, Goal goal) {
            watched = measure;
            watchedGoal = goal;
            return this;
        }

        /** @param place for checkpoints, log and loss curve; made if it is not there; none by default @return this */
        public Builder folder(Path place) {
            folder = Optional.of(place);
            return this;
        }

        /** @param steps between checkpoints; by default one at the end of each epoch @return this */
        public Builder checkpointEvery(long steps) {
            checkpointEvery = steps;
            return this;
        }

        /** @param latest checkpoints that stay beside the best; 1 by default @return this */
        public Builder keep(int latest) {
            keep = latest;
            return this;
        }

        /** @param steps between validations; by default one at the end of each epoch @return this */
        public Builder validateEvery(long steps) {
            validateEvery = steps;
            return this;
        }

        /** @param steps between lines of the metrics log; 1 by default @return this */
        public Builder logEvery(long steps) {
            logEvery = steps;
            return this;
        }

        /** @param found whether a run found in the folder is continued; an error by default @return this */
        public Builder resume(boolean found) {
            resume = found;
            return this;
        }

        /** @return the options */
        public TrainerOptions build() {
            return new TrainerOptions(steps, epochs, seed, precision, accumulation, greatestNorm, skipAbove,
                    averageDecay, averageWarmUp, earlyStopping, plateau, watched, watchedGoal, folder,
                    checkpointEvery, keep, validateEvery, logEvery, resume);
        }
    }
}
