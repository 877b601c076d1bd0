package org.engram.cli.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.bids.BidsRecordings;
import org.engram.io.bids.RecordingRun;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.montage.MontageFile;
import org.engram.io.recording.montage.StandardMontages;
import org.engram.io.table.ClosestName;

/**
 * Reads a recording as the run file wants it.
 *
 * @param values the part {@code read}
 * @param folder of the run file, which paths are relative to
 */
record RecordingReading(Values values, Path folder) {
    void requireSense() {
        types();
        Optional<String> montage = values.text("montage");
        if (montage.isPresent() && !StandardMontages.names().contains(montage.get())
                && montageFile().isEmpty()) {
            throw values.wrong("montage", "expected a file or a standard montage; "
                    + ClosestName.hint(montage.get(), StandardMontages.names()));
        }
        if (!values.texts("channels").isEmpty() && !values.texts("types").isEmpty()) {
            throw values.wrong("types", "channels and types exclude each other: keep one of them");
        }
    }

    /** The file with places of electrodes, when one is named and there. */
    Optional<Path> montageFile() {
        return values.text("montage").filter(name -> !StandardMontages.names().contains(name))
                .map(folder::resolve)
                .filter(Files::isRegularFile);
    }

    private Set<ChannelType> types() {
        Set<ChannelType> types = EnumSet.noneOf(ChannelType.class);
        for (String name : values.texts("types")) {
            if (name.equalsIgnoreCase("meg")) {
                Arrays.stream(ChannelType.values()).filter(ChannelType::isMeg).forEach(types::add);
            } else {
                types.add(ChannelType.named(name)
                        .orElseThrow(() -> values.wrong("types", ClosestName.hint(name,
                                Arrays.stream(ChannelType.values())
                                        .map(type -> type.name().toLowerCase(Locale.ROOT))
                                        .toList()))));
            }
        }
        return types;
    }

    Recording read(BidsRecordings dataset, RecordingRun run, Consumer<Notice> notices) throws IOException {
        Recording recording = dataset.read(run, ReadOptions.DEFAULT.withLenient(values.flag("lenient")),
                notices);
        Optional<String> montage = values.text("montage");
        if (montage.isPresent() && needsPlaces(recording)) {
            recording = (StandardMontages.names().contains(montage.get())
                    ? StandardMontages.named(montage.get())
                    : MontageFile.read(montageFile().orElseThrow(), notices)).applyTo(recording, notices);
        }
        return marked(chosen(recording, run), run);
    }

    /** What the dataset says about places counts more than a standard. */
    private static boolean needsPlaces(Recording recording) {
        return recording.channels().stream()
                .anyMatch(channel -> channel.type() == ChannelType.EEG && channel.position().isEmpty());
    }

    private Recording chosen(Recording recording, RecordingRun run) {
        List<String> names = values.texts("channels");
        if (!names.isEmpty()) {
            names.forEach(name -> requireKnown(recording, run, "channels", name));
            return recording.select(names.stream().mapToInt(recording::channel).toArray());
        }
        Set<ChannelType> types = types();
        if (types.isEmpty()) {
            return recording;
        }
        int[] which = recording.channelsThat(channel -> types.contains(channel.type()));
        if (which.length == 0) {
            throw new EngramException(run.file() + ": has no channel of the types " + values.texts("types"));
        }
        return recording.select(which);
    }

    private Recording marked(Recording recording, RecordingRun run) {
        List<String> bad = new ArrayList<>(recording.badChannels());
        for (String name : values.texts("bad")) {
            requireKnown(recording, run, "bad", name);
            if (!bad.contains(name)) {
                bad.add(name);
            }
        }
        return bad.size() == recording.badChannels().size() ? recording : recording.withBadChannels(bad);
    }

    private void requireKnown(Recording recording, RecordingRun run, String setting, String name) {
        if (!recording.channelNames().contains(name)) {
            throw new EngramException(run.file() + ": read." + setting + " names \"" + name
                    + "\", which is no channel; " + ClosestName.hint(name, recording.channelNames()));
        }
    }
}
