package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.engram.cli.results.EpochsFiles;
import org.engram.cli.results.RunRecord;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.io.table.JsonFile;
import org.engram.preprocessing.electrophysiology.cleaning.RecordingCleaner;
import org.engram.preprocessing.electrophysiology.epoching.Baseline;
import org.engram.preprocessing.electrophysiology.epoching.Detrend;
import org.engram.preprocessing.electrophysiology.epoching.Duplicates;
import org.engram.preprocessing.electrophysiology.epoching.Epoching;
import org.engram.preprocessing.electrophysiology.epoching.EqualCounts;
import org.engram.preprocessing.electrophysiology.epoching.RejectionLimits;
import org.engram.preprocessing.electrophysiology.epoching.SlidingWindows;
import org.engram.preprocessing.electrophysiology.events.Events;
import org.engram.preprocessing.electrophysiology.interpolation.HeadSphere;
import org.engram.preprocessing.electrophysiology.rejection.autoreject.GlobalRejection;
import org.engram.preprocessing.electrophysiology.rejection.autoreject.LocalRejection;
import org.engram.preprocessing.electrophysiology.rejection.autoreject.LocalRepair;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram epochs}: epochs around events, rejected, averaged and looked at. */
@Command(name = "epochs", sortOptions = false, description = {
        "Cuts a recording into epochs around events, rejects bad ones, and shows their averages.",
        "Writes the epochs, a table of the trials, why events were dropped, peaks of the averages, and a report."}, footerHeading = "%nExamples:%n", footer = {
                "  engram epochs clean_raw.fif --out epochs --event standard=1 --event target=2 --tmin -0.2 --tmax 0.8",
                "  engram epochs task.vhdr --out task-epo.fif --match 'Stimulus/.*' --reject eeg=100uV,eog=200uV",
                "  engram epochs task.set --out epochs.npz --events annotations --high-pass 0.5 --low-pass 30"
                        + " --autoreject local",
                "  engram epochs rest.edf --out rest.npz --fixed-length 2"})
public final class EpochsCommand extends EngramCommand {
    @Parameters(paramLabel = "RECORDING", description = "A continuous recording.")
    Path in;

    @Option(names = "--out", paramLabel = "OUT", required = true, description = "A name that ends in .npz or -epo.fif, or a folder.")
    Path target;

    @Mixin
    EventOptions choice = new EventOptions();

    @Mixin
    EpochOptions epochs = new EpochOptions();

    @Mixin
    RecordingOptions recordings = new RecordingOptions();

    @Option(names = "--no-report", description = "Write no report page.")
    boolean withoutReport;

    @Option(names = "--force", description = "Replace OUT if it exists.")
    boolean force;

    @Override
    public Integer call() throws IOException {
        requireValid();
        InputKind.requireRecording(in, "engram epochs");
        EpochsFiles files = new EpochsFiles(target, epochs.peakChannels, epochs.columns(), seed);
        OutputFile.require(this, in, files.epochs(), force);
        RunRecord record = startRecord();
        record.input(in);
        for (Path further : recordings.furtherInputs()) {
            record.input(further);
        }
        List<Notice> notices = new ArrayList<>();
        try {
            Recording recording = filtered(recordings.readAll(in, notices::add), notices);
            Cut cut = epochs.fixedSeconds == null
                    ? aroundEvents(recording, notices)
                    : windows(recording, notices);
            Map<String, Object> result = files.write(
                    new EpochsFiles.Made(in, cut.epochs(), cut.events(), cut.steps()), !withoutReport,
                    progress(), record, notices);
            print(notices);
            if (json) {
                out().println(JsonFile.format(result));
            } else {
                files.describe().forEach(out()::println);
            }
        } catch (IllegalArgumentException e) {
            // What a filter or a window cannot do depends on the sampling rate, which only the file tells.
            throw wrongUsage(e.getMessage());
        }
        return 0;
    }

    /** Epochs, the events they are of (none for windows), and what was done, in words. */
    private record Cut(Epochs epochs, Optional<Events> events, List<String> steps) {}

    private void requireValid() {
        recordings.requireValid(this);
        ofOptions(() -> {
            choice.requireValid();
            epochs.requireValid();
            return null;
        });
        if (epochs.fixedSeconds != null) {
            refuseOptionsOf("--fixed-length needs no events", Set.of(), EventOptions.class);
        }
    }

    private Recording filtered(Recording recording, List<Notice> notices) throws IOException {
        RecordingCleaner.Builder cleaner = RecordingCleaner.builder();
        if (epochs.highPassHz != null) {
            cleaner.highPassHz(epochs.highPassHz);
        }
        if (epochs.lowPassHz != null) {
            cleaner.lowPassHz(epochs.lowPassHz);
        }
        return cleaner.build().clean(recording, notices::add).recording();
    }

    private Cut aroundEvents(Recording recording, List<Notice> notices) throws IOException {
        Events events = choice.find(recording, notices::add);
        List<String> steps = new ArrayList<>();
        Recording shown = kept(recording, notices);
        Epoching.Builder epoching = steps(shown, steps);
        Epochs made = cut(epoching.build(), shown, events, notices);
        made = rejected(made, epoching, shown, events, steps, notices);
        return new Cut(finished(made, steps), Optional.of(events), steps);
    }

    private static Epochs cut(Epoching epoching, Recording recording, Events events, List<Notice> notices)
            throws IOException {
        Epochs made = epoching.cut(recording, events, notices::add);
        if (made.trialCount() == 0) {
            Set<String> reasons = new TreeSet<>();
            made.dropped().forEach(dropped -> reasons.addAll(dropped.reasons()));
            throw new EngramException(
                    "all " + events.count() + " events were dropped (" + String.join(", ", reasons)
                            + "): loosen the limits, or look at the signals (engram view)");
        }
        return made;
    }

    private Cut windows(Recording recording, List<Notice> notices) throws IOException {
        List<String> steps = new ArrayList<>();
        Recording shown = kept(recording, notices);
        double rate = recording.samplingRateHz();
        int size = (int) Math.rint(epochs.fixedSeconds * rate);
        int stride = size - (int) Math.rint(epochs.overlapSeconds * rate);
        Epochs made = new SlidingWindows(size, stride, 0, 0, true).ofRecording(shown, steps(shown, steps));
        if (made.trialCount() == 0) {
            throw new EngramException(in + ": no window of " + epochs.fixedSeconds + " s is left of "
                    + recording.durationSeconds() + " s: give a shorter --fixed-length or looser limits");
        }
        steps.add(0, "windows of " + epochs.fixedSeconds + " s");
        return new Cut(finished(made, steps), Optional.empty(), steps);
    }

    /** Brain channels that are good, and whatever was asked for or has a limit. */
    private Recording kept(Recording recording, List<Notice> notices) {
        if (!recordings.channels.isEmpty()) {
            return recordings.chosen(recording, in);
        }
        Set<ChannelType> types = EnumSet.noneOf(ChannelType.class);
        types.addAll(wanted());
        Set<ChannelType> limited = EnumSet.noneOf(ChannelType.class);
        limited.addAll(epochs.limits().peakToPeak().keySet());
        limited.addAll(epochs.limits().flat().keySet());
        for (ChannelType type : limited) {
            if (recording.channelsThat(channel -> channel.type() == type && !channel.bad()).length == 0) {
                throw new EngramException(
                        in + ": there is a limit for " + type.name().toLowerCase(Locale.ROOT)
                                + ", but no good channel of that type");
            }
        }
        types.addAll(limited);
        int[] which = recording.channelsThat(channel -> types.contains(channel.type()) && !channel.bad());
        if (which.length == 0) {
            throw new EngramException(
                    in + ": has no good channel to cut epochs of: give --types or --channels");
        }
        List<String> bad = recording.channels().stream()
                .filter(channel -> types.contains(channel.type()) && channel.bad()).map(Channel::name)
                .toList();
        if (!bad.isEmpty()) {
            notices.add(new Notice("epochs-without-bad-channels",
                    "bad channels are left out of the epochs: " + String.join(", ", bad)));
        }
        return recording.select(which);
    }

    private Set<ChannelType> wanted() {
        if (!recordings.types.isEmpty()) {
            return recordings.chosenTypes();
        }
        Set<ChannelType> brain = EnumSet.allOf(ChannelType.class);
        brain.removeIf(type -> !type.isBrain());
        return brain;
    }

    private Epoching.Builder steps(Recording recording, List<String> steps) {
        Epoching.Builder builder = Epoching.builder(epochs.startSeconds(), epochs.endSeconds())
                .rejectByAnnotation(!epochs.keepAnnotated).decimate(epochs.decimation)
                .rejection(epochs.limits());
        if (epochs.fixedSeconds == null) {
            builder.duplicates(
                    RecordingCleaningOptions.choice(Duplicates.class, epochs.duplicates, "--duplicates"));
            steps.add("epochs from " + epochs.startSeconds() + " to " + epochs.endSeconds()
                    + " s around events");
        }
        if (epochs.detrend) {
            builder.detrend(Detrend.LINEAR);
            steps.add("linear trends removed");
        }
        Baseline baseline = epochs.baseline();
        if (baseline != null) {
            builder.baseline(baseline);
            steps.add("baseline " + epochs.baselineWords() + " subtracted");
        }
        if (epochs.decimation > 1) {
            steps.add("every " + epochs.decimation + "th sample kept");
        }
        epochs.rejectionWords().forEach(steps::add);
        return builder;
    }

    private Epochs rejected(Epochs made, Epoching.Builder epoching, Recording recording, Events events,
            List<String> steps, List<Notice> notices) throws IOException {
        if (epochs.autoreject == null) {
            return made;
        }
        if (epochs.autoreject.equals("local")) {
            LocalRepair repair = LocalRejection.builder().seed(seed).parallelism(parallelismWithAlgebra())
                    .build()
                    .fit(made, HeadSphere.fit(made.channels()));
            steps.add("autoreject: limits for each channel, epochs dropped from " + repair.consensus()
                    + " of channels on, at most " + repair.mostInterpolated() + " channels interpolated");
            return repair.apply(made);
        }
        RejectionLimits limits = epochs.limits();
        for (ChannelType type : EnumSet.allOf(ChannelType.class)) {
            if (type.isBrain() && made.channelsThat(channel -> channel.type() == type).length > 0) {
                GlobalRejection.Fitted fitted = GlobalRejection.DEFAULT.fit(made, type);
                limits = limits.peakToPeak(type, fitted.threshold());
                steps.add("autoreject: " + EpochOptions.amplitude(type, fitted.threshold())
                        + " from peak to peak allowed in " + type);
            }
        }
        return cut(epoching.rejection(limits).build(), recording, events, notices);
    }

    /** What only served rejection goes. */
    private Epochs finished(Epochs made, List<String> steps) {
        Epochs equal = made;
        if (epochs.equalize) {
            String[] labels = made.trials().stream().map(trial -> trial.label()).distinct()
                    .toArray(String[]::new);
            equal = EqualCounts.nearestInTime(made, labels);
            steps.add("as many trials of each kind");
        }
        if (!recordings.channels.isEmpty()) {
            return equal;
        }
        Set<ChannelType> types = wanted();
        List<Channel> channels = equal.channels();
        return equal.selectChannels(IntStream.range(0, channels.size())
                .filter(i -> types.contains(channels.get(i).type())).toArray());
    }
}
