package org.engram.nn.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Layer;
import org.engram.nn.operators.Optimizations;

/**
 * An update rule at work on a network: its groups of parameters and what it remembers of each. A {@link Trainer} makes
 * its own; with a loop of one's own:
 *
 * <pre>{@code
 * try (Optimizer optimizer = new Optimizer(network, Adam.decoupled(0.05), List.of(ParameterRule.withoutDecay()))) {
 *     try (Pass pass = Pass.training(seed)) {
 *         pass.backward(loss);
 *         double norm = optimizer.gradientNorm();
 *         optimizer.scaleGradients(Math.min(1, 1 / norm));
 *         optimizer.step(1e-3);
 *     }
 * }
 * }</pre>
 *
 * Gradients are cleared by {@link #step}. A parameter that no gradient has reached yet is left alone. Not thread-safe.
 */
public final class Optimizer implements AutoCloseable {
    private final UpdateRule rule;
    private final Map<ParameterRule.Setting, List<Member>> groups = new LinkedHashMap<>();
    private long steps;

    /** A parameter and what is remembered of it, in the order of the rule's slots. */
    private record Member(String path, Parameter parameter, List<NDArray> slots) {}

    /**
     * @param network initialized
     * @param rule how parameters change
     * @param rules which parameters are treated differently, in this order
     */
    public Optimizer(Layer network, UpdateRule rule, List<ParameterRule> rules) {
        this.rule = rule;
        for (var entry : network.layers().entrySet()) {
            String prefix = entry.getKey().isEmpty() ? "" : entry.getKey() + ".";
            for (var own : entry.getValue().getDirectParameters()) {
                Parameter parameter = own.getValue();
                if (parameter.getType() != Parameter.Type.OTHER) {
                    add(new ParameterRule.Subject(prefix + own.getKey(), parameter.getShape(),
                            entry.getValue()),
                            parameter, rules);
                }
            }
        }
        if (groups.isEmpty()) {
            throw new EngramException("the network has no parameter that learns: nothing can be trained");
        }
    }

    private void add(ParameterRule.Subject subject, Parameter parameter, List<ParameterRule> rules) {
        if (!parameter.isInitialized()) {
            throw new EngramException(subject.path()
                    + " has no values yet: initialize the network, or load a checkpoint, before its optimizer is made");
        }
        ParameterRule.Setting setting = ParameterRule.Setting.USUAL;
        for (ParameterRule each : rules) {
            setting = each.apply(subject, setting);
        }
        boolean learns = !setting.frozen() && !isShared(parameter);
        parameter.getArray().setRequiresGradient(!setting.frozen());
        if (learns) {
            groups.computeIfAbsent(setting, key -> new ArrayList<>())
                    .add(new Member(subject.path(), parameter, newSlots(parameter)));
        }
    }

    /** A layer that stands in two places has its parameters changed once. */
    private boolean isShared(Parameter parameter) {
        return groups.values().stream().flatMap(List::stream)
                .anyMatch(member -> member.parameter == parameter);
    }

    private List<NDArray> newSlots(Parameter parameter) {
        List<NDArray> slots = new ArrayList<>();
        for (int i = 0; i < rule.slots().size(); i++) {
            NDArray zeros = parameter.getArray().zerosLike();
            NDScope.unregister(zeros);
            slots.add(zeros);
        }
        return slots;
    }

    /** @return how many steps were made */
    public long steps() {
        return steps;
    }

    /** @return the square root of the sum of squares of all gradients; 0 if there are none */
    public double gradientNorm() {
        return Unrecorded.number(() -> {
            List<NDArray> gradients = gradients();
            return gradients.isEmpty() ? 0 : Unrecorded.number(Optimizations.globalNorm(gradients));
        });
    }

    /** @return the square root of the sum of squares of all parameters that learn; not finite if any of them is not */
    public double parameterNorm() {
        return Unrecorded.number(() -> Unrecorded.number(
                Optimizations.globalNorm(all().stream().map(m -> m.parameter.getArray()).toList())));
    }

    /** @param factor times every gradient; 1 does nothing */
    public void scaleGradients(double factor) {
        if (factor != 1) {
            Unrecorded.run(() -> {
                List<NDArray> gradients = gradients();
                if (!gradients.isEmpty()) {
                    Optimizations.scale(gradients, factor);
                }
            });
        }
    }

    /** Sets all gradients to zero without a step. */
    public void clearGradients() {
        Unrecorded.run(() -> {
            List<NDArray> gradients = gradients();
            if (!gradients.isEmpty()) {
                Optimizations.setToZero(gradients);
            }
        });
    }

    /** @param learningRate of parameters no rule treats otherwise */
    public void step(double learningRate) {
        step(learningRate, rule.momentum());
    }

    /**
     * @param learningRate of parameters no rule treats otherwise
     * @param momentum in place of the rule's own
     */
    public void step(double learningRate, double momentum) {
        steps++;
        Unrecorded.run(() -> groups.forEach((setting, members) -> {
            List<NDArray> parameters = new ArrayList<>();
            List<NDArray> gradients = new ArrayList<>();
            List<List<NDArray>> slots = new ArrayList<>();
            rule.slots().forEach(slot -> slots.add(new ArrayList<>()));
            for (Member member : members) {
                NDArray gradient = Pass.gradientOf(member.parameter.getArray());
                if (gradient != null) {
                    parameters.add(member.parameter.getArray());
                    gradients.add(gradient);
                    for (int s = 0; s < slots.size(); s++) {
                        slots.get(s).add(member.slots.get(s));
                    }
                }
            }
            if (!parameters.isEmpty()) {
                rule.update(parameters, gradients, slots, new UpdateRule.Step(steps,
                        learningRate * setting.rateFactor(), momentum,
                        rule.weightDecay() * setting.decayFactor()));
                Optimizations.setToZero(gradients);
            }
        }));
    }

    /** @return what it remembers, by slot and path ("exp_avg.blocks.0.weight"); the arrays themselves */
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        for (int s = 0; s < rule.slots().size(); s++) {
            for (Member member : all()) {
                state.put(rule.slots().get(s) + "." + member.path, member.slots.get(s));
            }
        }
        return state;
    }

    /** @return paths of the parameters it changes, with how they are treated */
    public Map<String, ParameterRule.Setting> settings() {
        Map<String, ParameterRule.Setting> settings = new LinkedHashMap<>();
        groups.forEach((setting, members) -> members.forEach(member -> settings.put(member.path, setting)));
        return settings;
    }

    /** @param made how many steps were made before the state was saved that was read back into {@link #state()} */
    void resumeAt(long made) {
        steps = made;
    }

    private List<Member> all() {
        return groups.values().stream().flatMap(List::stream).toList();
    }

    private List<NDArray> gradients() {
        List<NDArray> gradients = new ArrayList<>();
        for (Member member : all()) {
            NDArray gradient = Pass.gradientOf(member.parameter.getArray());
            if (gradient != null) {
                gradients.add(gradient);
            }
        }
        return gradients;
    }

    /** Closes what it remembers. */
    @Override
    public void close() {
        all().forEach(member -> member.slots.forEach(NDArray::close));
    }
}
