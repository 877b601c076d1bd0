package org.engram.preprocessing.electrophysiology.rejection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.compute.statistics.Descriptive;
import org.engram.core.Notice;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Unit;

/**
 * Tells when samples cannot be in the unit the file says: by the robust scale of each channel, 1.4826 times the median
 * absolute deviation from the median. Nothing is rescaled.
 */
public final class PlausibilityGuard {
    private static final double TO_DEVIATION = 1.4826;
    private static final int PIECES = 50;
    private static final int PIECE = 1000;
    private static final double[] FACTORS = {1e-3, 1e-6, 1e-9, 1e3, 1e6, 1e9, 1e-12, 1e12, 1e-15, 1e15};

    private PlausibilityGuard() {}

    /**
     * @param recording fifty pieces of a thousand samples, spread over it, are looked at
     * @return a notice {@code implausible-unit} for each type whose channels, in the middle, lie outside what is
     *     possible, with the factor that is probably missing; and one {@code flat-channels} naming those that do not move
     * @throws IOException if the file cannot be read
     */
    public static List<Notice> check(Recording recording) throws IOException {
        int[] channels = recording.channelsThat(channel -> !channel.bad() && range(channel.type()) != null
                && channel.unit() != Unit.VOLT_PER_SQUARE_METRE);
        double[] scales = scales(recording, channels);
        List<String> flat = new ArrayList<>();
        Map<ChannelType, List<Double>> byType = new LinkedHashMap<>();
        for (int i = 0; i < channels.length; i++) {
            if (scales[i] == 0) {
                flat.add(recording.channels().get(channels[i]).name());
            } else if (scales[i] > 0) {
                byType.computeIfAbsent(recording.channels().get(channels[i]).type(),
                        type -> new ArrayList<>())
                        .add(scales[i]);
            }
        }
        List<Notice> notices = new ArrayList<>();
        byType.forEach((type, values) -> {
            double middle = Descriptive.median(values.stream().mapToDouble(Double::doubleValue).toArray());
            double[] range = range(type);
            if (middle < range[0] || middle > range[1]) {
                notices.add(implausible(type, middle, range));
            }
        });
        if (!flat.isEmpty()) {
            notices.add(new Notice("flat-channels", flat.size() + " channels do not move: "
                    + String.join(", ", flat) + "; mark them as bad"));
        }
        return notices;
    }

    private static Notice implausible(ChannelType type, double middle, double[] range) {
        String unit = type.defaultUnit().symbol();
        String advice = "no power of 1000 explains it";
        for (double factor : FACTORS) {
            if (middle * factor > range[0] && middle * factor < range[1]) {
                advice = "samples probably have to be multiplied by " + factor;
                break;
            }
        }
        return new Notice("implausible-unit", type + " channels have a scale of " + middle + " " + unit
                + ", where " + range[0] + " to " + range[1] + " " + unit + " is possible: " + advice);
    }

    /** Lowest and highest scale that is possible; null for types nothing is known of. */
    private static double[] range(ChannelType type) {
        return switch (type) {
            case EEG -> new double[] {1e-7, 1e-3};
            case SEEG, ECOG, DBS -> new double[] {1e-6, 1e-2};
            case MAGNETOMETER, AXIAL_GRADIOMETER -> new double[] {1e-14, 1e-10};
            default -> null;
        };
    }

    /**
     * @param recording what to look at
     * @param channels which channels
     * @return 1.4826 times the median absolute deviation of each; NaN samples are left out
     * @throws IOException if the file cannot be read
     */
    public static double[] scales(Recording recording, int... channels) throws IOException {
        int length = (int) Math.min(PIECE, recording.sampleCount());
        int pieces = (int) Math.max(1, Math.min(PIECES, recording.sampleCount() / Math.max(1, length)));
        double[][] all = new double[channels.length][pieces * length];
        for (int piece = 0; piece < pieces; piece++) {
            long from = pieces == 1 ? 0 : (recording.sampleCount() - length) * piece / (pieces - 1);
            if (length > 0 && channels.length > 0) {
                recording.source().read(channels, from, length, all, piece * length);
            }
        }
        return Arrays.stream(all).mapToDouble(PlausibilityGuard::scale).toArray();
    }

    private static double scale(double[] samples) {
        double[] finite = Arrays.stream(samples).filter(Double::isFinite).toArray();
        if (finite.length == 0) {
            return Double.NaN;
        }
        double median = Descriptive.median(finite);
        return TO_DEVIATION
                * Descriptive.median(Arrays.stream(finite).map(x -> Math.abs(x - median)).toArray());
    }
}
