package org.engram.decoders.supervised;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.engram.core.Progress;
import org.engram.nn.engine.DeviceChoice;
import org.engram.nn.engine.Precision;
import org.engram.nn.training.EarlyStopping;
import org.engram.nn.training.Plateau;
import org.engram.nn.training.Schedule;
import org.engram.nn.training.TrainerOptions;

/**
 * What to train, and how. Built with {@link DecoderTraining#builder}.
 *
 * @param network name of a design
 * @param target which column or array is learnt
 * @param settings of the network, by name
 * @param kind how the target is understood
 * @param group column whose values (subjects, sessions) are never in two parts
 * @param validation share of the samples the epoch is chosen by
 * @param test share of the samples kept for the end
 * @param partColumn column that names the part of each sample, instead of shares
 * @param axes how many axes of a sample are space or time; those before are channels
 * @param standardize what shares a mean and a deviation
 * @param epochs to train, if nothing ends it before
 * @param batchSize samples of a step
 * @param schedule how the learning rate changes
 * @param learningRate at its highest
 * @param warmUp steps in which the learning rate rises
 * @param weightDecay per step, as a share of the learning rate
 * @param clipNorm longest gradient
 * @param averageDecay of the moving average of the weights; 0 for none
 * @param patience epochs without a lower validation loss after which the run ends; 0 for never
 * @param balanced whether rare classes weigh as much as frequent ones
 * @param labelSmoothing share of certainty given to the other classes
 * @param precision of products and convolutions
 * @param device where it runs
 * @param seed of everything random
 * @param resume whether a run found in the folder goes on
 * @param progress told of every step
 * @param provenance which command or code made it, for the model card
 */
public record DecoderTrainingOptions(String network, String target, Map<String, String> settings,
        TargetKind kind, Optional<String> group, double validation, double test, Optional<String> partColumn,
        OptionalInt axes, Standardization.Per standardize, int epochs, int batchSize, LearningRate schedule,
        double learningRate, int warmUp, double weightDecay, double clipNorm, double averageDecay,
        int patience, boolean balanced, double labelSmoothing, Precision precision, DeviceChoice device,
        long seed, boolean resume, Progress progress, String provenance) {
    /** Checks the ranges. */
    public DecoderTrainingOptions {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(target, "target");
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        require(epochs >= 1, "the number of epochs", epochs, "1 or more");
        require(batchSize >= 1, "the batch size", batchSize, "1 or more");
        require(learningRate > 0 && Double.isFinite(learningRate), "the learning rate", learningRate,
                "a number above 0");
        require(warmUp >= 0, "the warm-up", warmUp, "a number of steps, 0 or more");
        require(weightDecay >= 0, "the weight decay", weightDecay, "0 or more");
        require(clipNorm > 0, "the longest gradient", clipNorm, "a number above 0");
        require(averageDecay >= 0 && averageDecay < 1, "the decay of the average", averageDecay,
                "0 or more and below 1");
        require(patience >= 0, "the patience", patience, "0 or more");
        require(labelSmoothing >= 0 && labelSmoothing < 1, "the label smoothing", labelSmoothing,
                "0 or more and below 1");
        require(validation > 0 && test >= 0 && validation + test < 1,
                "the share of validation and test samples",
                validation + test, "validation above 0, and both below 1 together");
    }

    private static void require(boolean holds, String what, Number found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(what + " is " + found + ": give " + expected);
        }
    }

    Schedule rate(long steps) {
        int rising = (int) Math.min(warmUp, Math.max(0, steps - 1));
        Schedule falling = schedule.schedule(learningRate, Math.max(1, steps - rising));
        return rising == 0 ? falling : falling.warmedUp(rising, 1.0 / rising);
    }

    TrainerOptions trainer(Path work) {
        TrainerOptions.Builder trainer = TrainerOptions.builder().epochs(epochs).seed(seed)
                .precision(precision)
                .folder(work).resume(true);
        if (Double.isFinite(clipNorm)) {
            trainer.greatestGradientNorm(clipNorm);
        }
        if (averageDecay > 0) {
            trainer.average(averageDecay, true);
        }
        if (patience > 0) {
            trainer.earlyStopping(EarlyStopping.of(patience));
        }
        if (schedule == LearningRate.PLATEAU) {
            trainer.plateau(Plateau.of(0.5, 5));
        }
        return trainer.build();
    }

    /** Puts options together. */
    public static final class Builder {
        private final String network;
        private final String target;
        private Map<String, String> settings = Map.of();
        private TargetKind kind = TargetKind.AUTO;
        private Optional<String> group = Optional.empty();
        private double validation = 0.2;
        private double test = 0;
        private Optional<String> partColumn = Optional.empty();
        private OptionalInt axes = OptionalInt.empty();
        private Standardization.Per standardize = Standardization.Per.CHANNEL;
        private int epochs = 100;
        private int batchSize = 32;
        private LearningRate schedule = LearningRate.COSINE;
        private double learningRate = 1e-3;
        private int warmUp = 0;
        private double weightDecay = 0.01;
        private double clipNorm = Double.POSITIVE_INFINITY;
        private double averageDecay = 0;
        private int patience = 0;
        private boolean balanced = true;
        private double labelSmoothing = 0;
        private Precision precision = Precision.FULL;
        private DeviceChoice device = DeviceChoice.AUTO;
        private long seed = 0;
        private boolean resume = false;
        private Progress progress = Progress.NONE;
        private String provenance = "not stated";

        Builder(String network, String target) {
            this.network = network;
            this.target = target;
        }

        /** @param value of the network, by name; none by default @return this */
        public Builder settings(Map<String, String> value) {
            settings = value;
            return this;
        }

        /** @param value how the target is understood; by its values by default @return this */
        public Builder kind(TargetKind value) {
            kind = value;
            return this;
        }

        /** @param value column whose values (subjects, sessions) are never in two parts; none by default @return this */
        public Builder group(String value) {
            group = Optional.of(value);
            return this;
        }

        /** @param value share of the samples the epoch is chosen by; 0.2 by default @return this */
        public Builder validation(double value) {
            validation = value;
            return this;
        }

        /** @param value share of the samples kept for the end; 0 by default @return this */
        public Builder test(double value) {
            test = value;
            return this;
        }

        /** @param value column that names the part of each sample, instead of shares; none by default @return this */
        public Builder partColumn(String value) {
            partColumn = Optional.of(value);
            return this;
        }

        /** @param value how many axes of a sample are space or time; those before are channels; by the network by default @return this */
        public Builder axes(int value) {
            axes = OptionalInt.of(value);
            return this;
        }

        /** @param value what shares a mean and a deviation; channel by default @return this */
        public Builder standardize(Standardization.Per value) {
            standardize = value;
            return this;
        }

        /** @param value to train, if nothing ends it before; 100 by default @return this */
        public Builder epochs(int value) {
            epochs = value;
            return this;
        }

        /** @param value samples of a step; 32 by default @return this */
        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        /** @param value how the learning rate changes; cosine by default @return this */
        public Builder schedule(LearningRate value) {
            schedule = value;
            return this;
        }

        /** @param value at its highest; 1e-3 by default @return this */
        public Builder learningRate(double value) {
            learningRate = value;
            return this;
        }

        /** @param value steps in which the learning rate rises; 0 by default @return this */
        public Builder warmUp(int value) {
            warmUp = value;
            return this;
        }

        /** @param value per step, as a share of the learning rate; 0.01 by default @return this */
        public Builder weightDecay(double value) {
            weightDecay = value;
            return this;
        }

        /** @param value longest gradient; infinite by default @return this */
        public Builder clipNorm(double value) {
            clipNorm = value;
            return this;
        }

        /** @param value of the moving average of the weights; 0 for none; 0 by default @return this */
        public Builder averageDecay(double value) {
            averageDecay = value;
            return this;
        }

        /** @param value epochs without a lower validation loss after which the run ends; 0 for never; 0 by default @return this */
        public Builder patience(int value) {
            patience = value;
            return this;
        }

        /** @param value whether rare classes weigh as much as frequent ones; true by default @return this */
        public Builder balanced(boolean value) {
            balanced = value;
            return this;
        }

        /** @param value share of certainty given to the other classes; 0 by default @return this */
        public Builder labelSmoothing(double value) {
            labelSmoothing = value;
            return this;
        }

        /** @param value of products and convolutions; full by default @return this */
        public Builder precision(Precision value) {
            precision = value;
            return this;
        }

        /** @param value where it runs; auto by default @return this */
        public Builder device(DeviceChoice value) {
            device = value;
            return this;
        }

        /** @param value of everything random; 0 by default @return this */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** @param value whether a run found in the folder goes on; false by default @return this */
        public Builder resume(boolean value) {
            resume = value;
            return this;
        }

        /** @param value told of every step; nobody by default @return this */
        public Builder progress(Progress value) {
            progress = value;
            return this;
        }

        /** @param value which command or code made it, for the model card; not stated by default @return this */
        public Builder provenance(String value) {
            provenance = value;
            return this;
        }

        /** @return a training with these options */
        public DecoderTraining build() {
            return DecoderTraining.of(new DecoderTrainingOptions(network, target, settings, kind, group,
                    validation, test, partColumn, axes, standardize, epochs, batchSize, schedule,
                    learningRate, warmUp, weightDecay, clipNorm, averageDecay, patience, balanced,
                    labelSmoothing, precision, device, seed, resume, progress, provenance));
        }
    }
}
