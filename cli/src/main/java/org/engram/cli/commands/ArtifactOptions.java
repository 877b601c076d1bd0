package org.engram.cli.commands;

import java.nio.file.Path;
import java.util.List;
import org.engram.cli.results.ComponentLabels;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.io.table.ClosestName;
import picocli.CommandLine.Option;

/** Where eyes and heart are seen. */
final class ArtifactOptions {
    @Option(names = "--eog", paramLabel = "CH,...", split = ",", description = "Channels near the eyes, such as Fp1,Fp2 (default: channels of type EOG).")
    List<String> eyes = List.of();

    @Option(names = "--ecg", paramLabel = "CH", description = "A channel that shows the heart (default: the channel of type ECG, else the mean of the MEG sensors).")
    String heart;

    ComponentLabels.Channels channels(Recording recording, Path file) {
        for (String name : eyes) {
            known(recording, name, file, "--eog");
        }
        if (heart != null) {
            known(recording, heart, file, "--ecg");
        }
        return new ComponentLabels.Channels(eyes.isEmpty() ? of(recording, ChannelType.EOG) : eyes,
                heart != null ? List.of(heart) : of(recording, ChannelType.ECG));
    }

    private static List<String> of(Recording recording, ChannelType type) {
        return recording.channels().stream().filter(channel -> channel.type() == type && !channel.bad())
                .map(Channel::name).toList();
    }

    private static void known(Recording recording, String name, Path file, String option) {
        if (!recording.channelNames().contains(name)) {
            throw new EngramException(file + ": " + option + " names \"" + name + "\", which is no channel; "
                    + ClosestName.hint(name, recording.channelNames()));
        }
    }
}
