package org.engram.preprocessing.electrophysiology.rejection.autoreject;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.TrialSource;
import org.engram.preprocessing.electrophysiology.interpolation.LeftOutElectrodes;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;

/** What local rejection found: limits of channels, epochs to drop, channels to interpolate. Immutable. */
public final class LocalRepair {
    /** The reason dropped epochs are given. */
    public static final String REASON = "AUTOREJECT";

    private final List<String> channels;
    private final double[] thresholds;
    private final int[][] worst;
    private final double kappa;
    private final int rho;
    private final double[] kappas;
    private final int[] rhos;
    private final double[][] losses;
    private final LeftOutElectrodes electrodes;

    LocalRepair(List<String> channels, double[] thresholds, int[][] worst, double kappa, int rho,
            double[] kappas,
            int[] rhos, double[][] losses, LeftOutElectrodes electrodes) {
        this.channels = channels;
        this.thresholds = thresholds;
        this.worst = worst;
        this.kappa = kappa;
        this.rho = rho;
        this.kappas = kappas;
        this.rhos = rhos;
        this.losses = losses;
        this.electrodes = electrodes;
    }

    /** @return names of the channels looked at */
    public List<String> channels() {
        return channels;
    }

    /** @return largest range of each channel, volts; a copy */
    public double[] thresholds() {
        return thresholds.clone();
    }

    /** @return the part of bad channels that drops an epoch */
    public double consensus() {
        return kappa;
    }

    /** @return how many channels of an epoch are interpolated at most */
    public int mostInterpolated() {
        return rho;
    }

    /** @return parts of bad channels that were tried; a copy */
    public double[] consensusTried() {
        return kappas.clone();
    }

    /** @return numbers of interpolated channels that were tried; a copy */
    public int[] interpolatedTried() {
        return rhos.clone();
    }

    /** @return the error of each number of interpolated channels and each part of bad ones, volts; a copy */
    public double[][] losses() {
        return Arrays.stream(losses).map(double[]::clone).toArray(double[][]::new);
    }

    /**
     * @param trial an epoch
     * @return whether it is dropped
     */
    public boolean isDropped(int trial) {
        return worst[trial].length >= kappa * channels.size();
    }

    /**
     * @param trial an epoch
     * @return what each channel is there
     */
    public List<Label> labels(int trial) {
        Label[] labels = new Label[channels.size()];
        Arrays.fill(labels, Label.GOOD);
        for (int i = 0; i < worst[trial].length; i++) {
            labels[worst[trial][i]] = i < rho && !isDropped(trial) ? Label.INTERPOLATED : Label.BAD;
        }
        return List.of(labels);
    }

    /**
     * @param epochs those this was fitted to
     * @return those that are kept, repaired when they are read
     */
    public Epochs apply(Epochs epochs) {
        if (epochs.trialCount() != worst.length) {
            throw new EngramException(
                    "there are " + epochs.trialCount() + " epochs, the repair was fitted to "
                            + worst.length + ": apply it to those");
        }
        List<Channel> present = epochs.channels().stream()
                .filter(channel -> channels.contains(channel.name()))
                .sorted(Comparator.comparingInt(channel -> channels.indexOf(channel.name()))).toList();
        if (present.size() != channels.size()) {
            throw new EngramException(channels.size() - present.size()
                    + " channels the repair was fitted to are not among these epochs");
        }
        TrialSource[] sources = new TrialSource[worst.length];
        for (int trial = 0; trial < worst.length; trial++) {
            sources[trial] = isDropped(trial) ? epochs.source() : repaired(epochs, present, trial);
        }
        int[] kept = IntStream.range(0, worst.length).filter(trial -> !isDropped(trial)).toArray();
        return epochs.toBuilder()
                .trials(epochs.trials(), (trial, asked, into) -> sources[trial].read(trial, asked, into))
                .build()
                .selectTrials(kept).toBuilder().dropped(dropped(epochs)).build();
    }

    private TrialSource repaired(Epochs epochs, List<Channel> present, int trial) {
        int[] out = Arrays.copyOf(worst[trial], Math.min(rho, worst[trial].length));
        if (out.length == 0) {
            return epochs.source();
        }
        Matrix weights = electrodes.weights(out);
        return ChannelMixing.of("repair of epoch " + trial, channels,
                IntStream.of(out).mapToObj(present::get).toList(), weights).apply(epochs).source();
    }

    /** Adds the epochs dropped here to those dropped before, by the place of their event among all. */
    private List<Epochs.Dropped> dropped(Epochs epochs) {
        List<Epochs.Dropped> all = new ArrayList<>(epochs.dropped());
        Set<Integer> before = new HashSet<>();
        all.forEach(dropped -> before.add(dropped.event()));
        int event = 0;
        for (int trial = 0; trial < worst.length; trial++) {
            while (before.contains(event)) {
                event++;
            }
            if (isDropped(trial)) {
                all.add(new Epochs.Dropped(event, List.of(REASON)));
            }
            event++;
        }
        all.sort(Comparator.comparingInt(Epochs.Dropped::event));
        return all;
    }

    /** What a channel is in an epoch. */
    public enum Label {
        /** Within its limit. */
        GOOD,
        /** Above it. */
        BAD,
        /** Above it, and computed from the others. */
        INTERPOLATED
    }
}
