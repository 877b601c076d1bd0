package org.engram.preprocessing.electrophysiology.interpolation;

import java.util.List;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.preprocessing.electrophysiology.mixing.ChannelMixing;

/** Computes bad EEG channels from the good ones by spherical splines. */
public final class ChannelInterpolation {
    static final double SMOOTHING = 1e-5;
    /** Electrodes that differ more than this in their distance from the centre are not on a sphere. */
    private static final double WORST_MISFIT = 0.25;

    private ChannelInterpolation() {}

    /**
     * @param channels channels of a recording or epochs
     * @param sphere the sphere the scalp is taken for
     * @return what replaces their bad EEG channels, which are good afterwards; other channels stay as they are
     */
    public static ChannelMixing of(List<Channel> channels, HeadSphere sphere) {
        List<Channel> bad = channels.stream()
                .filter(channel -> channel.bad() && channel.type() == ChannelType.EEG).toList();
        for (Channel channel : channels) {
            if (channel.bad() && channel.type().isMeg()) {
                throw new UnsupportedFeatureException("channel " + channel.name()
                        + " is a bad MEG sensor: interpolation of MEG is not supported; leave such sensors out");
            }
        }
        return of(channels, bad.stream().map(Channel::name).toList(), sphere);
    }

    /**
     * @param channels channels of a recording or epochs
     * @param wanted names of the EEG channels to compute; they are not used themselves
     * @param sphere the sphere the scalp is taken for
     * @return what replaces those channels, which are good afterwards
     */
    public static ChannelMixing of(List<Channel> channels, List<String> wanted, HeadSphere sphere) {
        List<Channel> targets = channels.stream()
                .filter(channel -> channel.type() == ChannelType.EEG && wanted.contains(channel.name()))
                .toList();
        if (targets.size() != wanted.size()) {
            throw new EngramException("channels to interpolate are " + wanted + ", of which "
                    + targets.size() + " are EEG channels here");
        }
        List<Channel> sources = channels.stream().filter(channel -> channel.type() == ChannelType.EEG
                && !channel.bad() && !wanted.contains(channel.name())).toList();
        if (!targets.isEmpty()) {
            requireGood(sources, targets, sphere);
        }
        Matrix weights = targets.isEmpty()
                ? Matrix.zeros(0, sources.size())
                : SphericalSpline.DEFAULT.weights(Electrodes.directions(sources, sphere),
                        Electrodes.directions(targets, sphere), SMOOTHING);
        return ChannelMixing.of("spherical spline interpolation of " + String.join(", ", wanted),
                sources.stream().map(Channel::name).toList(),
                targets.stream().map(channel -> channel.withBad(false)).toList(), weights);
    }

    private static void requireGood(List<Channel> sources, List<Channel> targets, HeadSphere sphere) {
        if (sources.size() < 4) {
            throw new EngramException("there are " + sources.size() + " good EEG channels to compute "
                    + targets.size() + " bad ones from: at least 4 are needed");
        }
        List<Position> places = sources.stream().map(Electrodes::position).toList();
        double misfit = sphere.misfit(places);
        if (misfit > WORST_MISFIT) {
            throw new EngramException(
                    "distances of the electrodes from the centre " + sphere.centre() + " vary by "
                            + Math.round(100 * misfit)
                            + " %: they do not lie on that sphere; fit one, or check their unit");
        }
    }
}
