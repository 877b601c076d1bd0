package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingMarks;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.Unit;
import org.engram.io.recording.montage.Montage;
import org.engram.io.recording.montage.MontageFile;
import org.engram.io.recording.montage.StandardMontages;
import org.engram.io.table.ClosestName;
import picocli.CommandLine.Option;

/** How a recording is read, and what is known about it beside its file: the same for every command. */
final class RecordingOptions {
    @Option(names = "--assume-unit", paramLabel = "CH=UNIT", split = ",", description = "Unit of the samples of a channel whose file lies about it: V, mV, uV or nV; '*=uV' for all.")
    List<String> units = List.of();

    @Option(names = "--rate", paramLabel = "HZ", description = "Which channels to read where a file has several sampling rates (default: that of most brain channels).")
    Double rateHz;

    @Option(names = "--lenient", description = "Read around faults of a file that are refused otherwise.")
    boolean lenient;

    @Option(names = "--active-shielding", description = "Read MEG recorded with internal active shielding (MaxShield), though it needs Maxwell filtering.")
    boolean activeShielding;

    @Option(names = "--channels", paramLabel = "CH,...", split = ",", description = "Channels to keep, in this order (default: all).")
    List<String> channels = List.of();

    @Option(names = "--types", paramLabel = "TYPE,...", split = ",", description = "Types of channels to keep: eeg, eog, ecg, emg, seeg, ecog, mag, grad, meg, stim, ...; all for every type.")
    List<String> types = List.of();

    @Option(names = "--bad", paramLabel = "CH,...", split = ",", description = "Further channels that are bad.")
    List<String> bad = List.of();

    @Option(names = "--marks", paramLabel = "FILE", description = "Bad channels and stretches as the signal browser saves them (.json).")
    Path marks;

    @Option(names = "--montage", paramLabel = "NAME|FILE", description = "Where electrodes lie: standard_1005, standard_1020, biosemi64, or a file (.sfp, .elc, .locs, .bvef, ...).")
    String montage;

    /** Fails on values that are wrong whatever the recording. */
    void requireValid(EngramCommand command) {
        command.ofOptions(this::readOptions);
        command.ofOptions(this::chosenTypes);
        if (!channels.isEmpty() && !types.isEmpty()) {
            throw command.wrongUsage("--channels and --types exclude each other");
        }
    }

    /** Files that go into the result beside the recording. */
    List<Path> furtherInputs() {
        Path places = montage != null && !StandardMontages.names().contains(montage)
                ? Path.of(montage)
                : null;
        return Stream.of(marks, places).filter(Objects::nonNull).toList();
    }

    /** Reads with marks and places, all channels. */
    Recording readAll(Path file, Consumer<Notice> notices) throws IOException {
        Recording recording = Recordings.read(file, readOptions(), notices);
        for (String unit : units) {
            String channel = unit.substring(0, unit.lastIndexOf('='));
            if (!channel.equals("*")) {
                known(recording, channel, file, "--assume-unit");
            }
        }
        if (montage != null) {
            recording = montage(notices).applyTo(recording, notices);
        }
        if (marks != null) {
            recording = RecordingMarks.read(marks).applyTo(recording, notices);
        }
        if (!bad.isEmpty()) {
            Set<String> all = new LinkedHashSet<>(recording.badChannels());
            for (String name : bad) {
                known(recording, name, file, "--bad");
                all.add(name);
            }
            recording = recording.withBadChannels(List.copyOf(all));
        }
        return recording;
    }

    /** Reads, with the channels that were chosen. */
    Recording read(Path file, Consumer<Notice> notices) throws IOException {
        return chosen(readAll(file, notices), file);
    }

    /** The channels that were chosen; all when none were. */
    Recording chosen(Recording recording, Path file) {
        if (!channels.isEmpty()) {
            channels.forEach(name -> known(recording, name, file, "--channels"));
            return recording.select(channels.stream().mapToInt(recording::channel).toArray());
        }
        if (types.isEmpty()) {
            return recording;
        }
        Set<ChannelType> wanted = chosenTypes();
        int[] which = recording.channelsThat(channel -> wanted.contains(channel.type()));
        if (which.length == 0) {
            throw new EngramException(file + ": has no channel of type " + String.join(", ", types)
                    + ", only " + String.join(", ", recording.channels().stream().map(Channel::type)
                            .map(type -> type.name().toLowerCase(Locale.ROOT)).distinct().toList()));
        }
        return recording.select(which);
    }

    private static void known(Recording recording, String name, Path file, String option) {
        if (!recording.channelNames().contains(name)) {
            throw new EngramException(file + ": " + option + " names \"" + name + "\", which is no channel; "
                    + ClosestName.hint(name, recording.channelNames()));
        }
    }

    /** The types that were named; none when none were. */
    Set<ChannelType> chosenTypes() {
        Set<ChannelType> wanted = EnumSet.noneOf(ChannelType.class);
        for (String name : types) {
            if (name.equalsIgnoreCase("all")) {
                wanted.addAll(EnumSet.allOf(ChannelType.class));
            } else if (name.equalsIgnoreCase("meg")) {
                Arrays.stream(ChannelType.values()).filter(ChannelType::isMeg).forEach(wanted::add);
            } else {
                wanted.add(type(name, "--types"));
            }
        }
        return wanted;
    }

    static ChannelType type(String name, String option) {
        return ChannelType.named(name)
                .orElseThrow(() -> new IllegalArgumentException(option + " names \"" + name
                        + "\", which is no type of channels; " + ClosestName.hint(name,
                                Arrays.stream(ChannelType.values())
                                        .map(type -> type.name().toLowerCase(Locale.ROOT))
                                        .toList())));
    }

    private ReadOptions readOptions() {
        ReadOptions options = ReadOptions.DEFAULT.withLenient(lenient).withActiveShielding(activeShielding);
        for (String unit : units) {
            int at = unit.lastIndexOf('=');
            OptionalDouble volts = at > 0 ? Unit.voltsPer(unit.substring(at + 1)) : OptionalDouble.empty();
            if (volts.isEmpty()) {
                throw new IllegalArgumentException("--assume-unit is \"" + unit
                        + "\": give a channel, = and V, mV, uV or nV, such as Fz=uV or '*=uV'");
            }
            options = options.withAssumedUnit(unit.substring(0, at), volts.getAsDouble());
        }
        if (rateHz != null) {
            if (!(rateHz > 0) || Double.isInfinite(rateHz)) {
                throw new IllegalArgumentException(
                        "--rate is " + rateHz + ": give a positive number of samples"
                                + " per second");
            }
            options = options.withSamplingRate(rateHz);
        }
        return options;
    }

    private Montage montage(Consumer<Notice> notices) throws IOException {
        if (StandardMontages.names().contains(montage)) {
            return StandardMontages.named(montage);
        }
        Path file = Path.of(montage);
        if (!Files.exists(file)) {
            throw new EngramException("--montage " + montage + " is neither a file nor a montage; "
                    + ClosestName.hint(montage, StandardMontages.names()));
        }
        return MontageFile.read(file, notices);
    }
}
