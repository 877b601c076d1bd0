package org.engram.preprocessing.electrophysiology.interpolation;

import java.util.List;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Position;

/** Where EEG channels lie on the sphere. */
final class Electrodes {
    private Electrodes() {}

    /** Directions from the centre; fails for a channel without a place. */
    static double[][] directions(List<Channel> channels, HeadSphere sphere) {
        return channels.stream().map(channel -> sphere.direction(position(channel))).toArray(double[][]::new);
    }

    static Position position(Channel channel) {
        Position position = channel.position().orElse(null);
        // Files write 0 0 0 for a place nobody measured.
        if (position == null || position.norm() == 0) {
            throw new EngramException("the position of channel " + channel.name()
                    + " is not known: read a montage first, or leave the channel out");
        }
        return position;
    }
}
