package org.engram.nn.training;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.engram.core.CancelledException;
import org.engram.core.EngramException;
import org.engram.core.Progress;
import org.engram.nn.data.BatchStream;
import org.engram.nn.data.Loader;
import org.engram.nn.layers.Layer;

/** The loop of one run: epochs, steps, validations, checkpoints, log. */
final class TrainingRun<L extends Layer> implements AutoCloseable {
    private static final double SECONDS_BETWEEN_CURVES = 60;

    private final Trainer<L> trainer;
    private final TrainerOptions options;
    private final L network;
    private final Loader data;
    private final NDManager manager;
    private final RunMemory memory;
    private final RunState state;
    private final StepRunner<L> runner;
    private final TrainingFolder folder;
    private final MetricsLog log;
    private double secondsBefore;
    private long startedAt;
    private long loggedSamples;
    private double loggedSeconds;
    private double drawnSeconds = Double.NEGATIVE_INFINITY;

    TrainingRun(Trainer<L> trainer, L network, Loader data, NDManager manager) {
        this.trainer = trainer;
        this.options = trainer.options;
        this.network = network;
        this.data = data;
        this.manager = manager;
        folder = options.folder().map(place -> new TrainingFolder(place, options.keep())).orElse(null);
        if (folder != null && !options.resume()) {
            folder.requireFresh();
        }
        memory = new RunMemory(network, trainer, data);
        state = memory.state;
        runner = new StepRunner<>(network, trainer.task, options, memory.optimizer);
        if (folder != null) {
            resume();
        }
        log = folder == null ? null : new MetricsLog(folder.log(), state.logBytes);
    }

    private void resume() {
        try {
            folder.removePartials();
            folder.latest().ifPresent(memory::restore);
        } catch (RuntimeException refused) {
            memory.close();
            throw refused;
        }
    }

    TrainingResult run() {
        startedAt = System.nanoTime();
        secondsBefore = state.seconds;
        loggedSeconds = state.seconds;
        if (folder != null && state.step == 0 && folder.latest().isEmpty()) {
            checkpoint();
        }
        try (Progress.Task task = trainer.progress.begin("training", totalSteps())) {
            if (state.step > 0) {
                task.advance(state.step);
            }
            while (!isDone()) {
                epoch(task);
            }
        }
        if (folder != null) {
            if (folder.latest().map(path -> !path.endsWith("step-" + state.step + ".safetensors"))
                    .orElse(true)) {
                checkpoint();
            }
            memory.withUsedWeights(
                    () -> folder.saveWeights("final", memory.weights(),
                            Map.of("step", Long.toString(state.step))));
            folder.drawCurve();
        }
        return result();
    }

    private boolean isDone() {
        return state.stopped || options.steps() > 0 && state.step >= options.steps()
                || options.epochs() > 0 && state.epoch >= options.epochs();
    }

    private long totalSteps() {
        long perEpoch = (data.batches(options.seed(), 0).size() + options.accumulation() - 1L)
                / options.accumulation();
        long byEpochs = options.epochs() > 0 ? perEpoch * options.epochs() : Long.MAX_VALUE;
        return Math.min(byEpochs, options.steps() > 0 ? options.steps() : Long.MAX_VALUE);
    }

    private void epoch(Progress.Task task) {
        List<int[]> batches = data.batches(options.seed(), state.epoch);
        try (BatchStream stream = data.open(manager, options.seed(), state.epoch, state.batch)) {
            while (state.batch < batches.size() && !isDone()) {
                if (trainer.progress.isCancelled()) {
                    if (folder != null) {
                        checkpoint();
                        folder.drawCurve();
                    }
                    throw new CancelledException("training");
                }
                int end = Math.min(batches.size(), state.batch + options.accumulation());
                step(stream, batches.subList(state.batch, end), task);
            }
        }
        if (state.batch >= batches.size()) {
            endEpoch();
        }
    }

    private void step(BatchStream stream, List<int[]> coming, Progress.Task task) {
        double scheduled = trainer.rate.at(state.step);
        double rate = memory.plateau == null ? scheduled : memory.plateau.applied(scheduled);
        StepRunner.Outcome outcome;
        try {
            outcome = runner.run(stream, coming, new StepRunner.Setting(state.step, state.epoch, rate,
                    trainer.momentum.at(state.step)));
        } catch (DivergedException failure) {
            throw diverged(failure);
        }
        state.step++;
        state.batch += coming.size();
        state.lastLoss = outcome.loss();
        state.epochLoss += outcome.loss() * outcome.samples();
        state.epochSamples += outcome.samples();
        loggedSamples += outcome.samples();
        if (outcome.skipped()) {
            state.skipped++;
        } else if (memory.average != null) {
            memory.average.update(state.updates++);
        }
        if (state.step % options.logEvery() == 0) {
            logStep(outcome, rate);
        }
        task.note(note(rate));
        task.advance(1);
        if (options.validateEvery() > 0 && state.step % options.validateEvery() == 0) {
            validate();
        }
        if (folder != null && options.checkpointEvery() > 0 && state.step % options.checkpointEvery() == 0) {
            checkpoint();
        }
    }

    private String note(double rate) {
        String text = String.format(Locale.ROOT, "epoch %d, loss %.4g, rate %.3g", state.epoch + 1,
                state.lastLoss, rate);
        Double validated = state.validation.get(options.watched());
        return validated == null
                ? text
                : text + String.format(Locale.ROOT, ", validation %s %.4g", options.watched(), validated);
    }

    private void endEpoch() {
        if (log != null && state.epochSamples > 0) {
            Map<String, Object> line = line("epoch");
            line.put("loss", state.epochLoss / state.epochSamples);
            log.write(line);
        }
        if (options.validateEvery() == 0) {
            validate();
        }
        state.epoch++;
        state.batch = 0;
        state.epochLoss = 0;
        state.epochSamples = 0;
        if (folder != null && options.checkpointEvery() == 0) {
            checkpoint();
        }
    }

    private void validate() {
        if (trainer.validator == null) {
            return;
        }
        memory.withUsedWeights(() -> {
            state.validation = new LinkedHashMap<>(trainer.validator.validate(network, manager));
            judge();
        });
        if (log != null) {
            Map<String, Object> line = line("validation");
            line.putAll(state.validation);
            log.write(line);
            drawCurveNowAndThen();
        }
    }

    /** Best, plateau and early stopping; the weights in use are those that were validated. */
    private void judge() {
        double watched = measure(options.watched());
        if (options.watchedGoal().better(watched, state.best, 0)) {
            state.best = watched;
            state.bestStep = state.step;
            if (folder != null) {
                folder.saveWeights("best", memory.weights(),
                        Map.of("step", Long.toString(state.step), options.watched(),
                                Double.toString(watched)));
            }
        }
        if (memory.plateau != null) {
            memory.plateau.observe(measure(options.plateau().orElseThrow().measure()));
        }
        options.earlyStopping().ifPresent(stopping -> {
            double value = measure(stopping.measure());
            if (stopping.goal().better(value, state.stoppingBest, stopping.margin())) {
                state.stoppingBest = value;
                state.withoutImprovement = 0;
            } else if (++state.withoutImprovement >= stopping.patience()) {
                state.stopped = true;
            }
        });
    }

    private double measure(String name) {
        Double value = state.validation.get(name);
        if (value == null) {
            throw new EngramException("validation measured " + state.validation.keySet() + " and no \"" + name
                    + "\", which the run is judged by");
        }
        return value;
    }

    private void logStep(StepRunner.Outcome outcome, double rate) {
        if (log == null) {
            return;
        }
        double now = seconds();
        Map<String, Object> line = line("step");
        line.put("loss", outcome.loss());
        line.put("learningRate", rate);
        line.put("gradientNorm", outcome.norm());
        line.put("samplesPerSecond", loggedSamples / Math.max(1e-9, now - loggedSeconds));
        if (outcome.skipped()) {
            line.put("skipped", true);
        }
        line.putAll(outcome.measures());
        log.write(line);
        loggedSamples = 0;
        loggedSeconds = now;
    }

    private Map<String, Object> line(String kind) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("kind", kind);
        line.put("step", state.step);
        line.put("epoch", state.epoch + 1);
        line.put("seconds", seconds());
        return line;
    }

    private double seconds() {
        return secondsBefore + (System.nanoTime() - startedAt) / 1e9;
    }

    /** The whole log is read for it, so not after every short validation. */
    private void drawCurveNowAndThen() {
        if (seconds() - drawnSeconds > SECONDS_BETWEEN_CURVES) {
            folder.drawCurve();
            drawnSeconds = seconds();
        }
    }

    private DivergedException diverged(DivergedException failure) {
        if (folder != null) {
            folder.drawCurve();
        }
        String kept = folder == null
                ? "no checkpoint was kept, because no folder was given"
                : folder.latest().map(path -> "the last good checkpoint is " + path)
                        .orElse("no checkpoint was written yet");
        DivergedException complete = new DivergedException(failure.getMessage() + "; " + kept);
        complete.initCause(failure);
        return complete;
    }

    private void checkpoint() {
        if (!Double.isFinite(memory.optimizer.parameterNorm())) {
            throw diverged(new DivergedException("the weights are no longer finite after step " + state.step
                    + ", although its loss was " + state.lastLoss
                    + ": lower the learning rate, lengthen its warm-up, or limit the gradient norm"));
        }
        state.seconds = seconds();
        state.logBytes = log.bytes();
        folder.save(state.step, memory.arrays(), memory.fields());
    }

    private TrainingResult result() {
        boolean judged = state.bestStep >= 0;
        return new TrainingResult(state.step, state.epoch, state.lastLoss, state.validation,
                judged ? OptionalDouble.of(state.best) : OptionalDouble.empty(), state.bestStep,
                state.skipped,
                state.stopped);
    }

    @Override
    public void close() {
        memory.close();
        if (log != null) {
            log.close();
        }
    }
}
